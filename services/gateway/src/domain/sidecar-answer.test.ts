import { describe, expect, it } from "@jest/globals";
import { gatewayErrors } from "./errors.js";
import { isFromService, sidecarRefusal } from "./sidecar-answer.js";

const invoke = (description: string) =>
  `{"errorCode":"ERR_DIRECT_INVOKE","message":"fail to invoke, id: booking, err: rpc error: ${description}"}`;

describe("an error of a sidecar", () => {
  it.each([
    [401, "", true, "AUTH.TOKEN_INVALID"],
    [401, "", false, "AUTH.TOKEN_REQUIRED"],
    [
      403,
      invoke("code = PermissionDenied desc = access control policy"),
      true,
      "ACCESS.DENIED",
    ],
    [404, "page not found", true, "REQUEST.NOT_FOUND"],
    [405, "", true, "REQUEST.METHOD_NOT_ALLOWED"],
    [413, "", true, "REQUEST.TOO_LARGE"],
    [418, "", true, "REQUEST.REFUSED"],
    [429, "", true, "UPSTREAM.UNAVAILABLE"],
    [
      500,
      invoke("code = Unavailable desc = connection error: connection refused"),
      true,
      "UPSTREAM.UNAVAILABLE",
    ],
    [500, "couldn't find service: booking", true, "UPSTREAM.UNAVAILABLE"],
    [
      500,
      invoke("code = DeadlineExceeded desc = context deadline exceeded"),
      true,
      "UPSTREAM.TIMEOUT",
    ],
    [502, "", true, "UPSTREAM.UNAVAILABLE"],
    [504, "", true, "UPSTREAM.TIMEOUT"],
  ])("%d %s (token sent: %s) is said as %s", (status, text, token, code) => {
    const said = sidecarRefusal(status, text, token);
    expect(said.code).toBe(code);
    expect(gatewayErrors).toHaveProperty([said.code]);
    expect(said.message).not.toMatch(/rpc|dapr|booking|invoke/i);
  });

  it("is told from a service's own by its form", () => {
    expect(isFromService("application/problem+json; charset=utf-8")).toBe(true);
    expect(isFromService("application/json")).toBe(false);
    expect(isFromService(undefined)).toBe(false);
  });
});
