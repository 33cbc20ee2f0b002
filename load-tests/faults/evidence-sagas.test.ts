import { describe, expect, it } from "@jest/globals";
import { statusOf } from "./evidence-sagas.js";

const answered = (status: number, body: object) =>
  statusOf({ status, body, headers: new Headers(), ms: 1 });

const failedBy = (errorType: string) => ({
  runtimeStatus: "FAILED",
  properties: { "dapr.workflow.failure.error_type": errorType },
});

describe("how far a saga is", () => {
  it.each<[string, number, object]>([
    ["RUNNING", 200, { runtimeStatus: "RUNNING", properties: {} }],
    ["FAILED", 200, failedBy("TypeError")],
    ["UNREPLAYABLE", 200, failedBy("NonDeterminismError")],
    ["GONE", 404, { errorCode: "ERR_INSTANCE_ID_NOT_FOUND" }],
    ["UNREADABLE", 500, { errorCode: "ERR_GET_WORKFLOW" }],
    ["UNREADABLE", 200, { something: "else" }],
  ])("is %s by an answer of %i", (saga, status, body) => {
    expect(answered(status, body)).toBe(saga);
  });
});
