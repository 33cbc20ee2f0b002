import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import proxyAddr from "proxy-addr";

/** Who sent a request, as far as the edge can know. */
export interface Client {
  readonly clientAddress: string;
  readonly protocol: string;
  readonly host: string;
}

const HOST = /^[\w.:[\]-]{1,255}$/;

const first = (header: string | string[] | undefined): string =>
  String(header ?? "")
    .split(",", 1)[0]
    ?.trim() ?? "";

/**
 * Reads who sent a request. Forwarding headers say what their last writer wants, so they count only
 * when the peer is one of the proxies given: the address is then the nearest one that is not.
 */
export function clientReader(trustedProxies: readonly string[]) {
  const isProxy = proxyAddr.compile([...trustedProxies]);
  return (request: IncomingMessage): Client => {
    const peer = request.socket.remoteAddress ?? "";
    const host = request.headers.host ?? "";
    if (trustedProxies.length === 0 || !isProxy(peer, 0)) {
      return { clientAddress: peer, protocol: "http", host };
    }
    const address = proxyAddr(request, isProxy);
    const forwardedHost = first(request.headers["x-forwarded-host"]);
    const forwardedProto = first(request.headers["x-forwarded-proto"]);
    return {
      clientAddress: isIP(address) ? address : peer,
      protocol: forwardedProto === "https" ? "https" : "http",
      host: HOST.test(forwardedHost) ? forwardedHost : host,
    };
  };
}
