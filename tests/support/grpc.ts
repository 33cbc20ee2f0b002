import { connect } from "node:http2";

/** gRPC's word for a method that is not offered (its status codes). */
export const UNIMPLEMENTED = 12;

/** An empty protobuf message in a gRPC frame: not compressed, no bytes. */
const EMPTY_MESSAGE = Buffer.alloc(5);

/**
 * Calls a unary method of a sidecar's gRPC API with an empty message and returns the gRPC status:
 * enough to tell an open method, which finds fault with the message, from a closed one. Rejects when
 * the peer takes no call at all.
 */
export function grpcStatusOf(call: {
  readonly port: number;
  readonly apiToken: string;
  readonly method: string;
  /** Speaks TLS, with no certificate of its own, and believes whoever answers. */
  readonly tls?: boolean;
}): Promise<number> {
  return new Promise((resolve, reject) => {
    const scheme = call.tls ? "https" : "http";
    const session = connect(`${scheme}://127.0.0.1:${call.port}`, {
      rejectUnauthorized: false,
    });
    session.on("error", reject);
    const stream = session.request({
      ":method": "POST",
      ":path": `/dapr.proto.runtime.v1.Dapr/${call.method}`,
      "content-type": "application/grpc",
      te: "trailers",
      "dapr-api-token": call.apiToken,
    });
    let status: unknown;
    const note = (headers: Readonly<Record<string, unknown>>) => {
      status ??= headers["grpc-status"];
    };
    stream.on("response", note);
    stream.on("trailers", note);
    stream.on("error", reject);
    stream.on("close", () => {
      session.close();
      if (status === undefined) reject(new Error("no gRPC status"));
      else resolve(Number(status));
    });
    stream.resume();
    stream.end(EMPTY_MESSAGE);
  });
}
