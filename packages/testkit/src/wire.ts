import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A network between two processes, which can be cut, go silent, and come back. */
export interface Wire {
  readonly port: number;
  /** Ends every connection and refuses new ones. */
  readonly cut: () => Promise<void>;
  /** Keeps connections and holds back what is sent, as a stopped process does. */
  readonly silence: () => void;
  /** Lets new connections through, while those that went silent stay so: as when another host takes over. */
  readonly failOver: () => void;
  readonly restore: () => Promise<void>;
}

/** Opens a wire to a server on loopback. */
export async function openWire(to: {
  readonly host: string;
  readonly port: number;
}): Promise<Wire> {
  const sockets = new Set<Socket>();
  let silent = false;
  const server = createServer((near) => {
    const far = connect(to);
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("data", (chunk) => into.write(chunk));
      if (silent) from.pause();
      from.on("error", () => into.destroy());
      from.on("close", () => {
        sockets.delete(from);
        into.destroy();
      });
    }
  });
  const listenAt = async (port: number) => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  };
  const port = await listenAt(0);
  return {
    port,
    cut: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    silence: () => {
      silent = true;
      for (const socket of sockets) socket.pause();
    },
    failOver: () => {
      silent = false;
    },
    restore: async () => {
      silent = false;
      for (const socket of sockets) socket.resume();
      if (!server.listening) await listenAt(port);
    },
  };
}
