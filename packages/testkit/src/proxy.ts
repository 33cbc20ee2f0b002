import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** Stands between an app and an engine, and can fall silent as a host does whose cable was pulled. */
export interface Proxy {
  /** The given URL, led through the proxy. */
  readonly url: string;
  /** From now on connections stay open, new ones too, and nothing passes in either direction. */
  readonly fallSilent: () => void;
  /** New connections pass again; those that were open when it fell silent never do. */
  readonly speak: () => void;
  readonly close: () => Promise<void>;
}

/** Starts a proxy on a loopback port in front of what listens at `target`. */
export async function startProxy(target: string): Promise<Proxy> {
  const to = new URL(target);
  const pairs = new Set<readonly Socket[]>();
  let isSilent = false;
  const server = createServer((near) => {
    near.on("error", () => undefined);
    if (isSilent) {
      pairs.add([near]);
      return;
    }
    const far = connect(Number(to.port), to.hostname);
    far.on("error", () => near.destroy());
    far.on("close", () => near.destroy());
    near.on("close", () => far.destroy());
    near.pipe(far).pipe(near);
    pairs.add([near, far]);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(target);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url.href,
    fallSilent: () => {
      isSilent = true;
      for (const pair of pairs)
        for (const socket of pair) socket.unpipe().pause();
    },
    speak: () => {
      isSilent = false;
    },
    close: async () => {
      for (const pair of pairs) for (const socket of pair) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
