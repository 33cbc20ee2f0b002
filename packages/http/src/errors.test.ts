import { describe, expect, it } from "@jest/globals";
import { DependencyAway } from "@rentezy/contracts";
import { toProblem } from "./errors.js";

describe("an error that no client is to blame for", () => {
  it("is 503 with a time to come again when something that is needed is away", () => {
    const away = new DependencyAway("the store of sessions is away");
    expect(toProblem(away, {})).toMatchObject({
      status: 503,
      code: "SERVICE.UNAVAILABLE",
      options: { headers: { "retry-after": "1" } },
    });
  });

  it("is 500 and tells nothing of itself when it is a mistake of ours", () => {
    const problem = toProblem(new TypeError("secret is not a function"), {});
    expect(problem).toMatchObject({ status: 500, code: "INTERNAL" });
    expect(JSON.stringify(problem)).not.toContain("secret");
  });
});
