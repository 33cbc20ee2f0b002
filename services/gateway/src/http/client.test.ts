import { describe, expect, it } from "@jest/globals";
import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { clientReader } from "./client.js";

function request(peer: string, headers: Record<string, string>) {
  const socket = new Socket();
  Object.defineProperty(socket, "remoteAddress", { value: peer });
  const message = new IncomingMessage(socket);
  Object.assign(message.headers, { host: "edge.example", ...headers });
  return message;
}

const forwarded = {
  "x-forwarded-for": "198.51.100.7, 203.0.113.9, 10.0.0.2",
  "x-forwarded-proto": "https",
  "x-forwarded-host": "rentezy.example",
};

describe("the client of a request", () => {
  it("is the peer, whatever it forwards, where no proxy is trusted", () => {
    expect(clientReader([])(request("10.0.0.1", forwarded))).toEqual({
      clientAddress: "10.0.0.1",
      protocol: "http",
      host: "edge.example",
    });
  });

  it("is the peer when the peer is not a trusted proxy", () => {
    const read = clientReader(["10.0.0.0/8"]);
    expect(read(request("203.0.113.1", forwarded)).clientAddress).toBe(
      "203.0.113.1",
    );
  });

  it("is the nearest address that is not a trusted proxy, never one further out", () => {
    const read = clientReader(["10.0.0.0/8"]);
    expect(read(request("10.0.0.1", forwarded))).toEqual({
      clientAddress: "203.0.113.9",
      protocol: "https",
      host: "rentezy.example",
    });
  });

  it("is found behind a proxy whose address Node writes as mapped IPv6", () => {
    const read = clientReader(["10.0.0.0/8"]);
    expect(read(request("::ffff:10.0.0.1", forwarded)).clientAddress).toBe(
      "203.0.113.9",
    );
  });

  it("is the peer when a trusted proxy forwards what is no address", () => {
    const read = clientReader(["10.0.0.1"]);
    const garbage = { "x-forwarded-for": "unknown; drop table" };
    expect(read(request("10.0.0.1", garbage)).clientAddress).toBe("10.0.0.1");
  });

  it("keeps its own host and protocol where the forwarded ones are not valid", () => {
    const read = clientReader(["10.0.0.1"]);
    const forged = {
      "x-forwarded-proto": "javascript",
      "x-forwarded-host": "a b<script>",
    };
    expect(read(request("10.0.0.1", forged))).toMatchObject({
      protocol: "http",
      host: "edge.example",
    });
  });
});
