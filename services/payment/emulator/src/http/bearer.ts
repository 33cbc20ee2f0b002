import { createHash, timingSafeEqual } from "node:crypto";
import type { RequestHandler } from "express";
import { unauthorized } from "../domain/errors.js";

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Lets only the holder of the secret key pass. The refusal never repeats the key it was given. */
export function requireSecretKey(secretKey: string): RequestHandler {
  const expected = digest(secretKey);
  return (req, _res, next) => {
    const given = /^Bearer (\S+)$/i.exec(req.get("authorization") ?? "")?.[1];
    if (given === undefined)
      throw unauthorized(
        "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
      );
    if (!timingSafeEqual(digest(given), expected))
      throw unauthorized("Invalid API Key provided.");
    next();
  };
}
