import { describe, expect, it } from "@jest/globals";
import { createAdmission } from "./admit-request.js";

const perUser = { ratePerSecond: 50, burst: 200 };
const perAddress = { ratePerSecond: 200, burst: 1_000 };

function counting() {
  const keys: string[] = [];
  const admit = createAdmission({
    limitRate: (key) => {
      keys.push(key);
      return Promise.resolve({ admitted: true });
    },
    authenticate: (authorization) =>
      authorization === "Bearer good"
        ? Promise.resolve({
            userId: "u1",
            role: "tenant",
            emailVerified: true,
          })
        : Promise.reject(new Error("no")),
    perUser,
    perAddress,
  });
  return { keys, admit };
}

describe("a request is counted", () => {
  it("against the user whom a valid token names, from whatever address", async () => {
    const { keys, admit } = counting();
    await admit("Bearer good", "203.0.113.1");
    await admit("Bearer good", "203.0.113.2");
    expect(keys).toEqual(["user:u1", "user:u1"]);
  });

  it.each([undefined, "Bearer forged", "", "Basic dTpw"])(
    "against the address when the Authorization header is %j",
    async (authorization) => {
      const { keys, admit } = counting();
      await admit(authorization, "203.0.113.1");
      expect(keys).toEqual(["address:203.0.113.1"]);
    },
  );

  it("and refused with the limit that it met", async () => {
    const admit = createAdmission({
      limitRate: () => Promise.resolve({ admitted: false, retryAfterMs: 15 }),
      authenticate: () => Promise.reject(new Error("no")),
      perUser,
      perAddress,
    });
    expect(await admit(undefined, "203.0.113.1")).toEqual({
      limit: perAddress,
      retryAfterMs: 15,
    });
  });
});
