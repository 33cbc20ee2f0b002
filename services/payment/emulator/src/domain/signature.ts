import { createHmac } from "node:crypto";

/**
 * The `Stripe-Signature` header of a payload: HMAC-SHA256 over `<timestamp>.<payload>`.
 * @param timestamp Unix seconds of this attempt; receivers refuse one that is too old
 */
export function signatureHeader(
  payload: string,
  secret: string,
  timestamp: number,
): string {
  const v1 = createHmac("sha256", secret)
    .update(`${timestamp}.${payload}`)
    .digest("hex");
  return `t=${timestamp},v1=${v1}`;
}
