import { describe, expect, it } from "@jest/globals";
import { createClient } from "./support/client.js";
import { forgeriesOf } from "./support/forgeries.js";
import { expectProblem, expectRefusal } from "./support/problems.js";
import {
  appTokenOf,
  bearer,
  callApp,
  openSidecar,
} from "./support/sidecars.js";
import { testStack } from "./support/stack.js";

const stack = await testStack();
const client = createClient(stack);
const edge = await openSidecar(stack, "gateway");
const { good, refused, incomplete } = forgeriesOf(stack);

/** An operation for whoever is signed in, of every service that has one. */
const OPERATIONS = [
  { appId: "booking", path: "/api/bookings", role: "tenant" },
  { appId: "property", path: "/api/properties", role: "landlord" },
] as const;

const headersOf = (token: string | undefined) =>
  token === undefined ? {} : bearer(token);

const codeFor = (token: string | undefined) =>
  token === undefined ? "AUTH.TOKEN_REQUIRED" : "AUTH.TOKEN_INVALID";

const askEdge = (appId: string, path: string, token: string | undefined) =>
  edge.invoke(appId, path, { headers: headersOf(token) });

const askService = (appId: string, path: string, token: string | undefined) =>
  callApp(stack, appId, path, {
    headers: {
      "dapr-api-token": appTokenOf(stack, appId),
      ...headersOf(token),
    },
  });

const askGateway = (appId: string, path: string, token: string | undefined) =>
  client.call(path.replace("/api/", `/api/${appId}/`), { token });

describe.each(Object.entries(refused))("a request with %s", (_name, token) => {
  it.each(OPERATIONS)(
    "is refused by the private edge's sidecar before $appId hears of it",
    async ({ appId, path }) => {
      const answer = await askEdge(appId, path, token);
      expect(answer.status).toBe(401);
      // A service's own refusal is a problem: this one never came to a service.
      expect(answer.headers["content-type"]).not.toContain("json");
    },
  );

  it("is refused at the gateway with a problem that says why", async () => {
    const answer = await askGateway("booking", "/api/bookings", token);
    expectRefusal(answer, 401, codeFor(token));
    // The edge says how to come in, where the refusal is its own.
    expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer/);
  });

  it.each(OPERATIONS)(
    "is refused by $appId too, where no edge stood before it",
    async ({ appId, path }) => {
      const answer = await askService(appId, path, token);
      expect(answer.status).toBe(401);
      expect(expectProblem(answer).code).toMatch(
        /^AUTH\.TOKEN_(REQUIRED|INVALID)$/,
      );
    },
  );
});

describe.each(Object.entries(incomplete))(
  "a token of auth's own key with %s",
  (_name, token) => {
    it.each(OPERATIONS)(
      "is refused by $appId, directly and through the gateway",
      async ({ appId, path }) => {
        for (const ask of [askService, askGateway]) {
          const answer = await ask(appId, path, token);
          expectRefusal(answer, 401, "AUTH.TOKEN_INVALID");
        }
      },
    );
  },
);

describe("a good token", () => {
  it.each(OPERATIONS)(
    "opens $appId at the sidecar, at the gateway and at the service",
    async ({ appId, path, role }) => {
      const token = good({ role });
      for (const ask of [askEdge, askService, askGateway])
        expect((await ask(appId, path, token)).status).toBe(200);
    },
  );

  it.each([
    ["basic credentials", "Basic YWRtaW46YWRtaW4="],
    ["a bare token", good()],
    ["two tokens", `Bearer ${good()}, Bearer ${good()}`],
    ["a bearer of nothing", "Bearer "],
  ])("counts as a bearer token only: %s does not", async (_name, given) => {
    const headers = { authorization: given };
    const answer = await client.call("/api/booking/bookings", { headers });
    expect(answer.status).toBe(401);
    expect(expectProblem(answer).code).toMatch(/^AUTH\.TOKEN_/);
  });

  it.each(["access_token", "token", "jwt", "authorization"])(
    "counts in the header only, not as ?%s=",
    async (name) => {
      const path = `/api/booking/bookings?${name}=${good()}`;
      expect((await client.call(path)).status).toBe(401);
    },
  );
});
