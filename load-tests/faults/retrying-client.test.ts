import { describe, expect, it } from "@jest/globals";
import type { Answer } from "@rentezy/local/client";
import { createRetryingClient } from "./retrying-client.js";

/** Asks a server that answers with these, one after the other; 0 is an answer that was lost. */
async function askOf(
  statuses: readonly number[],
  headers = new Headers({ "retry-after": "1" }),
) {
  const left = [...statuses];
  const wrong: string[] = [];
  const call = (): Promise<Answer> => {
    const status = left.shift() ?? 0;
    return status === 0
      ? Promise.reject(new Error("the connection was lost"))
      : Promise.resolve({ status, headers, body: {}, ms: 1 });
  };
  const ask = createRetryingClient(call, {
    wrong: (what) => wrong.push(what),
    unanswered: () => wrong.push("no answer"),
  });
  const answer = await ask("/a");
  return { status: answer?.status, wrong };
}

describe("a retrying client", () => {
  it.each([200, 201, 202, 404, 409, 422])(
    "takes %i for an answer",
    async (status) => {
      expect(await askOf([status])).toEqual({ status, wrong: [] });
    },
  );

  it("asks again after a lost answer, 429, 503 and 504", async () => {
    const { status, wrong } = await askOf([0, 429, 503, 504, 200]);
    expect(status).toBe(200);
    expect(wrong).toEqual([]);
  });

  it.each([500, 501, 502])(
    "asks again after a %i, and reports it",
    async (status) => {
      expect(await askOf([status, 200])).toEqual({
        status: 200,
        wrong: [`/a was answered with ${status}`],
      });
    },
  );

  it("asks again after a 503 that does not say when, and reports it", async () => {
    expect(await askOf([503, 200], new Headers())).toEqual({
      status: 200,
      wrong: ["/a was answered with 503"],
    });
  });
});
