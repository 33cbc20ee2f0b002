import { createHash } from "node:crypto";

/** What a reservation asks for, in short: two requests with one key are the same when this is. */
export const requestHashOf = (wish: {
  readonly roomId: string;
  readonly moveInDate: string;
}): string =>
  createHash("sha256")
    .update(`${wish.roomId} ${wish.moveInDate}`)
    .digest("hex");
