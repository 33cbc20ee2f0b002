import { describe, expect, it } from "@jest/globals";
import type { Answer } from "@rentezy/local/client";
import { patiently } from "./accounts.js";

const answer = (status: number): Answer => ({
  status,
  headers: new Headers({ "retry-after": "0" }),
  body: {},
  ms: 1,
});

describe("a patient call", () => {
  it("asks again while the server has too much to do", async () => {
    const statuses = [429, 503, 200];
    const call = patiently(() =>
      Promise.resolve(answer(statuses.shift() ?? 0)),
    );
    expect((await call("/somewhere")).status).toBe(200);
    expect(statuses).toEqual([]);
  });

  it("gives up on one that never has time, and says what it asked", async () => {
    const call = patiently(() => Promise.resolve(answer(503)), 50);
    await expect(call("/somewhere", { method: "POST" })).rejects.toThrow(
      "POST /somewhere was still answered 503",
    );
  });
});
