import { eventually } from "@rentezy/testkit";
import { connect } from "node:net";

/** What came back over the wire. */
export interface WireAnswer {
  readonly status: number;
  /** Names in lower case; of a name that comes twice, the last. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface WireRequest {
  readonly port: number;
  readonly method?: string;
  /** Sent byte for byte: nothing resolves `..` or encodes anything. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Sends the body in chunks, without saying how long it is. */
  readonly chunked?: boolean;
}

const CHUNK_BYTES = 16 * 1024;

function* chunksOf(body: Buffer): Generator<Buffer> {
  for (let at = 0; at < body.length; at += CHUNK_BYTES) {
    const chunk = body.subarray(at, at + CHUNK_BYTES);
    yield Buffer.from(`${chunk.length.toString(16)}\r\n`);
    yield chunk;
    yield Buffer.from("\r\n");
  }
  yield Buffer.from("0\r\n\r\n");
}

function bytesOf(request: WireRequest): Buffer {
  const { port, method = "GET", target, headers = {}, chunked } = request;
  const body = Buffer.from(request.body ?? "");
  const framing: Record<string, string> = chunked
    ? { "transfer-encoding": "chunked" }
    : { "content-length": String(body.length) };
  const all = {
    host: `127.0.0.1:${port}`,
    connection: "close",
    ...(request.body !== undefined && framing),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  const head = [`${method} ${target} HTTP/1.1`, ...lines, "", ""].join("\r\n");
  const payload = chunked ? [...chunksOf(body)] : [body];
  return Buffer.concat([Buffer.from(head), ...payload]);
}

/** Joins a body that came in chunks. */
function unchunked(text: string): string {
  const end = text.indexOf("\r\n");
  const length = Number.parseInt(text.slice(0, end), 16);
  if (end === -1 || !length) return "";
  const start = end + 2;
  return (
    text.slice(start, start + length) +
    unchunked(text.slice(start + length + 2))
  );
}

function parse(raw: string): WireAnswer {
  const end = raw.indexOf("\r\n\r\n");
  // `100 Continue` goes before the answer.
  if (/^HTTP\/1\.1 1\d\d/.test(raw)) return parse(raw.slice(end + 4));
  const [first = "", ...lines] = raw.slice(0, end).split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => {
      const [name = "", ...value] = line.split(":");
      return [name.toLowerCase(), value.join(":").trim()];
    }),
  );
  const text = raw.slice(end + 4);
  return {
    status: Number(first.split(" ")[1]),
    headers,
    text: headers["transfer-encoding"] === "chunked" ? unchunked(text) : text,
  };
}

/** The longest wait for the end of an answer, in milliseconds. */
const PATIENCE_MS = 20_000;

/**
 * Sends bytes on a connection of their own and reads the answer until the peer closes. Rejects when
 * the peer says nothing at all.
 */
export function sendBytes(
  port: number,
  bytes: string | Buffer,
): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    const received: Buffer[] = [];
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error("silence")));
    socket.on("data", (chunk) => received.push(chunk));
    let failure: Error | undefined;
    // A peer that refuses early may reset the connection after its answer.
    socket.on("error", (error) => (failure = error));
    socket.on("close", () => {
      const raw = Buffer.concat(received).toString("latin1");
      if (raw.includes("\r\n\r\n")) resolve(parse(raw));
      else reject(failure ?? new Error("the peer closed without an answer"));
    });
    socket.write(bytes);
  });
}

/** Sends a request exactly as it is written: what no HTTP client would send. */
export const sendOverWire = (request: WireRequest): Promise<WireAnswer> =>
  sendBytes(request.port, bytesOf(request));

/** Repeats what was refused for coming too soon: a suite asks faster than one user may. */
export const patiently = <Answer extends { readonly status: number }>(
  ask: () => Promise<Answer>,
): Promise<Answer> =>
  eventually(async () => {
    const answer = await ask();
    if (answer.status === 429) throw new Error("still too soon");
    return answer;
  });
