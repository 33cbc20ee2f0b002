import { operation } from "@rentezy/http";
import { z } from "zod";

/** Makes the answer as long as the refusal of a sold-out room: five processes pass it on. */
const PADDING = ".".repeat(290);

/**
 * POST /api/no-op: passes every door that a reservation passes and does nothing: the floor that
 * load-tests compare with. The body is parsed, as any is, and not looked at.
 */
export const noOp = operation({
  method: "post",
  path: "/api/no-op",
  summary: "Do nothing: what it costs to get here and back",
  access: { kind: "user", roles: ["tenant"] },
  replies: {
    200: z.strictObject({ done: z.literal("nothing"), padding: z.string() }),
  },
  handler: () => ({ status: 200, body: { done: "nothing", padding: PADDING } }),
});
