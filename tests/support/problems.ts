import { expect } from "@jest/globals";
import { problem, PROBLEM_MEDIA_TYPE, type Problem } from "@rentezy/contracts";
import type { TestReply } from "@rentezy/testkit";
import type { WireAnswer } from "./wire.js";

const contentTypeOf = ({ headers }: TestReply | WireAnswer): string =>
  (headers instanceof Headers
    ? headers.get("content-type")
    : headers["content-type"]) ?? "";

/** Expects RFC 9457 problem+json that agrees with its status, and returns it. */
export function expectProblem(answer: TestReply | WireAnswer): Problem {
  expect({
    status: answer.status,
    contentType: contentTypeOf(answer).split(";", 1)[0],
    text: answer.text,
  }).toMatchObject({ contentType: PROBLEM_MEDIA_TYPE });
  const body = problem.parse(JSON.parse(answer.text));
  expect(body.status).toBe(answer.status);
  expect(body.code).toMatch(/^[A-Z]+(\.[A-Z][A-Z_]*)?$/);
  expect(body.type).toBe(`urn:rentezy:problem:${body.code}`);
  return body;
}

/** Expects the problem that has this status and this code. */
export function expectRefusal(
  answer: TestReply | WireAnswer,
  status: number,
  code: string,
): void {
  const body = expectProblem(answer);
  expect([body.status, body.code]).toEqual([status, code]);
}
