import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { eventually, openWire, type Wire } from "@rentezy/testkit";
import { randomUUID } from "node:crypto";
import { redisUrl, startGateway, type TestGateway } from "./gateway.js";

/** Small and slow limits: a burst is counted exactly however long the calls take. */
const limits = {
  USER_RATE_PER_SECOND: "0.01",
  USER_BURST: "20",
  ANONYMOUS_RATE_PER_SECOND: "0.01",
  ANONYMOUS_BURST: "30",
  // A busy machine is not an absent Redis.
  REDIS_TIMEOUT_MS: "2000",
  // Every test is an address of its own.
  TRUSTED_PROXIES: "127.0.0.1",
};

/** An address in an IPv6 network that no other test has. */
const newAddress = () => {
  const id = randomUUID().replaceAll("-", "");
  return `2001:${id.slice(0, 4)}:${id.slice(4, 8)}:${id.slice(8, 11)}::1`;
};

interface Caller {
  readonly address?: string;
  readonly token?: string;
}

const call = (
  gateway: TestGateway,
  { address, token }: Caller,
  path = "/api/public/auth/x",
) =>
  fetch(`${gateway.url}${path}`, {
    headers: {
      ...(address !== undefined && { "x-forwarded-for": address }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
  });

/** How many of `count` calls at once pass, over the gateways in turn. */
async function passing(
  gateways: readonly TestGateway[],
  caller: Caller,
  count = 60,
): Promise<number> {
  const replies = await Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const gateway = gateways[at % gateways.length];
      if (!gateway) throw new Error("no gateway");
      const reply = await call(gateway, caller);
      await reply.arrayBuffer();
      return reply.status;
    }),
  );
  for (const status of replies) expect([200, 429]).toContain(status);
  return replies.filter((status) => status === 200).length;
}

/** Has the public peer publish the keys of the gateway's own test identity. */
function publishKeys(gateway: TestGateway): void {
  gateway.publicPeer.answer = async (request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(
      request.url?.endsWith("/public/.well-known/jwks.json")
        ? JSON.stringify({ keys: await gateway.identity.fetchKeys() })
        : "{}",
    );
  };
}

const tokenOf = (gateway: TestGateway, userId: string = randomUUID()) =>
  gateway.identity.tokenFor({ userId, role: "tenant" });

describe("rate limits", () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway(limits);
    publishKeys(gateway);
    await ready(gateway);
  });
  afterAll(() => gateway.close());

  it("let exactly the burst of an address pass", async () => {
    expect(await passing([gateway], { address: newAddress() })).toBe(30);
  });

  it("let exactly the burst of a user pass, from whatever addresses and with whatever valid tokens", async () => {
    const userId = randomUUID();
    const first = tokenOf(gateway, userId);
    const second = tokenOf(gateway, userId);
    const passed =
      (await passing([gateway], { address: newAddress(), token: first })) +
      (await passing([gateway], { address: newAddress(), token: second }));
    expect(passed).toBe(20);
  });

  it("do not count a user against the address, nor an address against the user", async () => {
    const address = newAddress();
    expect(await passing([gateway], { address })).toBe(30);
    const token = tokenOf(gateway);
    expect(await passing([gateway], { address, token })).toBe(20);
  });

  it("count tokens that prove nobody against the address", async () => {
    const other = await startGateway(limits);
    const address = newAddress();
    const valid = tokenOf(gateway);
    const forged = [tokenOf(other), `${valid.slice(0, -8)}AAAAAAAA`, "x"];
    let passed = 0;
    for (const token of forged)
      passed += await passing([gateway], { address, token }, 20);
    expect(passed).toBe(30);
    await other.close();
  });

  it("leave a refused long body behind, and the connection open for the next request", async () => {
    const address = newAddress();
    expect(await passing([gateway], { address })).toBe(30);
    const body = "x".repeat(1_000_000);
    const head = (connection: string, length: number) =>
      [
        "POST /api/public/auth/x HTTP/1.1",
        "Host: gateway",
        `X-Forwarded-For: ${address}`,
        `Connection: ${connection}`,
        `Content-Length: ${length}`,
        "\r\n",
      ].join("\r\n");
    const answers = await gateway.raw(
      head("keep-alive", body.length) + body + head("close", 0),
    );
    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual([
      "HTTP/1.1 429",
      "HTTP/1.1 429",
    ]);
  });

  it("count one customer of IPv6 once, whichever address of the network is used", async () => {
    const network = newAddress().replace(/:1$/, "");
    const inside = await passing([gateway], { address: `${network}:1` });
    expect(inside).toBe(30);
    const there = `${network.split(":").slice(0, 4).join(":")}:ffff::9`;
    expect(await passing([gateway], { address: there })).toBe(0);
  });

  it("say when to come back", async () => {
    const address = newAddress();
    await passing([gateway], { address });
    const reply = await call(gateway, { address });
    expect(reply.status).toBe(429);
    expect(await reply.json()).toMatchObject({
      code: "RATE.LIMITED",
      status: 429,
    });
    expect(Number(reply.headers.get("retry-after"))).toBeGreaterThan(90);
    expect(Number(reply.headers.get("retry-after"))).toBeLessThanOrEqual(100);
    expect(reply.headers.get("ratelimit-limit")).toBe("30");
    expect(reply.headers.get("ratelimit-remaining")).toBe("0");
    expect(reply.headers.get("ratelimit-reset")).toBe(
      reply.headers.get("retry-after"),
    );
  });

  it("do not reach what the gateway serves itself", async () => {
    const address = newAddress();
    await passing([gateway], { address });
    expect((await call(gateway, { address }, "/healthz")).status).toBe(200);
  });

  it("refill at their rate", async () => {
    const quick = await startGateway({
      ...limits,
      ANONYMOUS_RATE_PER_SECOND: "20",
      ANONYMOUS_BURST: "10",
    });
    await ready(quick);
    const address = newAddress();
    const startedAt = performance.now();
    let passed = 0;
    while (performance.now() - startedAt < 2_000)
      passed += await passing([quick], { address }, 5);
    const seconds = (performance.now() - startedAt) / 1_000;
    expect(passed).toBeGreaterThan(0.8 * 20 * seconds);
    expect(passed).toBeLessThanOrEqual(10 + 20 * seconds);
    await quick.close();
  });
});

describe("replicas", () => {
  it("share one burst", async () => {
    const replicas = [await startGateway(limits), await startGateway(limits)];
    for (const replica of replicas) await ready(replica);
    expect(await passing(replicas, { address: newAddress() })).toBe(30);
    for (const replica of replicas) await replica.close();
  });
});

describe("while Redis is away", () => {
  let wire: Wire;
  let gateway: TestGateway;
  beforeAll(async () => {
    const url = new URL(redisUrl());
    wire = await openWire({ host: url.hostname, port: Number(url.port) });
    url.hostname = "127.0.0.1";
    url.port = String(wire.port);
    gateway = await startGateway({
      ...limits,
      REDIS_TIMEOUT_MS: "100",
      REDIS_URL: url.href,
    });
    publishKeys(gateway);
    await ready(gateway);
  });
  afterAll(async () => {
    await gateway.close();
    await wire.cut();
  });

  it.each(["cut", "silence"] as const)(
    "(%s) requests pass within the same limits by this replica alone, and are shared again afterwards",
    async (how) => {
      await wire[how]();
      const address = newAddress();
      const startedAt = performance.now();
      expect(await passing([gateway], { address })).toBe(30);
      expect(performance.now() - startedAt).toBeLessThan(2_000);
      await wire.restore();
      await ready(gateway);
      const after = newAddress();
      const other = await startGateway(limits);
      await ready(other);
      expect(await passing([gateway, other], { address: after })).toBe(30);
      await other.close();
    },
  );

  it("at the start, requests pass all the same, and the limits are shared once it comes", async () => {
    await wire.cut();
    const url = new URL(redisUrl());
    url.hostname = "127.0.0.1";
    url.port = String(wire.port);
    const early = await startGateway({ ...limits, REDIS_URL: url.href });
    expect(await passing([early], { address: newAddress() })).toBe(30);
    await wire.restore();
    await ready(early);
    await early.close();
  });
});

/** Waits until a gateway's buckets are in Redis: what it takes, another gateway sees taken. */
async function ready(gateway: TestGateway): Promise<void> {
  const witness = await startGateway({
    ...limits,
    ANONYMOUS_BURST: "1",
  });
  await eventually(async () => {
    const address = newAddress();
    await (await call(gateway, { address })).arrayBuffer();
    const seen = await call(witness, { address });
    await seen.arrayBuffer();
    expect(seen.status).toBe(429);
  });
  await witness.close();
}
