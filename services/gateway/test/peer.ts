import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it reached the peer. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

type Answer = (
  request: IncomingMessage,
  response: ServerResponse,
) => void | Promise<void>;

/** A real HTTP server that stands where a sidecar stands. */
export interface Peer {
  readonly port: number;
  /** Every request that came whole, oldest first. */
  readonly received: Received[];
  /** What it answers from now on; without one it says what it received. */
  answer: Answer | undefined;
  readonly close: () => Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Starts a peer on a free loopback port. */
export async function startPeer(): Promise<Peer> {
  const received: Received[] = [];
  const echo = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = "", url = "", headers, rawHeaders } = request;
    const body = await bodyOf(request);
    received.push({ method, url, headers, rawHeaders, body });
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ method, url, bytes: body.length }));
  };
  const server = createServer((request, response) => {
    const answered = (peer.answer ?? echo)(request, response);
    Promise.resolve(answered).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const peer: Peer = {
    port: (server.address() as AddressInfo).port,
    received,
    answer: undefined,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return peer;
}
