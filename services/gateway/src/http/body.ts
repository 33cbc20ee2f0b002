import type { IncomingMessage } from "node:http";
import { Transform, type Readable, type TransformCallback } from "node:stream";
import { refusal } from "../domain/errors.js";

/** A body as undici takes it. */
export type Body = Buffer | Readable | null;

/**
 * Bodies up to this length are taken whole before a connection to the sidecar is: they arrive with
 * their headers, and a slow sender then holds nothing but its own socket.
 */
const TAKEN_WHOLE_BYTES = 64 * 1024;

/** How much of a refused body is read, so that its sender gets to read why, before it is cut off. */
const DISCARDED_BYTES = 8 * 1024 * 1024;

const tooLarge = (limitBytes: number) =>
  refusal("REQUEST.TOO_LARGE", `A body has at most ${limitBytes} bytes.`);

const cutShort = () =>
  refusal("REQUEST.MALFORMED", "The body ended before it was complete.");

/** Passes on at most `limitBytes`, for bodies that do not say how long they are. */
class Meter extends Transform {
  #left: number;

  constructor(private readonly limitBytes: number) {
    super();
    this.#left = limitBytes;
  }

  override _transform(chunk: Buffer, _: string, done: TransformCallback): void {
    this.#left -= chunk.length;
    if (this.#left < 0) done(tooLarge(this.limitBytes));
    else done(null, chunk);
  }
}

/**
 * The body of a request, whole when short and as a stream when long; null when there is none.
 *
 * @throws DomainError `REQUEST.TOO_LARGE`; a stream that turns out too long fails with it.
 */
export async function receiveBody(
  request: IncomingMessage,
  limitBytes: number,
): Promise<Body> {
  const { "content-length": length, "transfer-encoding": coding } =
    request.headers;
  // A body has no meaning with these (RFC 9110, 9.3.1), and readers differ about it.
  if (request.method === "GET" || request.method === "HEAD") return null;
  if (coding === undefined && Number(length ?? 0) === 0) return null;
  if (Number(length) > limitBytes) throw tooLarge(limitBytes);
  return coding === undefined && Number(length) <= TAKEN_WHOLE_BYTES
    ? takeWhole(request)
    : metered(request, limitBytes);
}

function takeWhole(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("error", reject);
    request.on("close", () => {
      if (!request.complete) reject(cutShort());
    });
  });
}

function metered(request: IncomingMessage, limitBytes: number): Readable {
  const meter = new Meter(limitBytes);
  // It may fail before undici listens to it; undici then finds it failed.
  meter.on("error", () => request.unpipe(meter));
  request.on("close", () => {
    if (!request.complete) meter.destroy(cutShort());
  });
  return request.pipe(meter);
}

/** Reads and drops what is left of a body that was refused, within bounds. */
export function discardBody(request: IncomingMessage): void {
  if (request.complete) return;
  // A body on its way to nobody would hold the connection until its time is over.
  request.unpipe();
  let left = DISCARDED_BYTES;
  request.on("data", (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.destroy();
  });
  request.resume();
}
