import { operation } from "@rentezy/http";

/**
 * POST /api/no-op: passes every door that a reservation passes and does nothing: the floor that
 * load-tests compare with. The body is parsed, as any is, and not looked at.
 */
export const noOp = operation({
  method: "post",
  path: "/api/no-op",
  summary: "Do nothing: what it costs to get here",
  access: { kind: "user", roles: ["tenant"] },
  replies: { 204: null },
  handler: () => ({ status: 204 }),
});
