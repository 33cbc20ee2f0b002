import { HttpProblem } from "@rentezy/http";
import { gatewayErrors, type GatewayErrorCode } from "../domain/errors.js";

/** The problem that one of the gateway's codes stands for, where no DomainError does. */
export function gatewayProblem(
  code: GatewayErrorCode,
  options?: HttpProblem["options"],
): HttpProblem {
  const { status, title } = gatewayErrors[code];
  return new HttpProblem(status, code, title, options);
}
