import { describe, expect, it } from "@jest/globals";
import { DependencyAway, DomainError } from "@rentezy/contracts";
import type { Logger } from "@rentezy/telemetry";
import type { Request, Response } from "express";
import { errorHandler, toProblem } from "./errors.js";

const away = new DependencyAway("the store of sessions is away");
const mistake = new TypeError("secret is not a function");

describe("an error that no client is to blame for", () => {
  it("is 503 with a time to come again when something that is needed is away", () => {
    expect(toProblem(away, {})).toMatchObject({
      status: 503,
      code: "SERVICE.UNAVAILABLE",
      options: { headers: { "retry-after": "1" } },
    });
  });

  it("is 500 and tells nothing of itself when it is a mistake of ours", () => {
    const problem = toProblem(mistake, {});
    expect(problem).toMatchObject({ status: 500, code: "INTERNAL" });
    expect(JSON.stringify(problem)).not.toContain("secret");
  });
});

describe("the log of what went wrong", () => {
  const table = { "A.BUSY": { status: 503, title: "Too many at once" } };
  const logged = (error: unknown) => {
    const lines: (readonly [string, object])[] = [];
    const logger = {
      error: (fields: object) => lines.push(["error", fields]),
      warn: (fields: object) => lines.push(["warn", fields]),
    } as Partial<Logger> as Logger;
    const response = {
      setHeader: () => response,
      status: () => response,
      end: () => response,
    } as Partial<Response> as Response;
    const request = {
      method: "GET",
      path: "/a",
    } as Partial<Request> as Request;
    errorHandler(table, logger)(error, request, response, () => undefined);
    return lines;
  };

  it("holds a mistake of ours, with where it was made", () => {
    expect(logged(mistake)).toEqual([
      ["error", { err: mistake, method: "GET", path: "/a" }],
    ]);
  });

  it("holds a short line when something that is needed is away", () => {
    const reason = String(away);
    expect(logged(away)).toEqual([
      ["warn", { reason, method: "GET", path: "/a" }],
    ]);
  });

  it("holds nothing of a rush: metrics count what is turned away", () => {
    expect(logged(new DomainError("A.BUSY", "Come again"))).toEqual([]);
  });
});
