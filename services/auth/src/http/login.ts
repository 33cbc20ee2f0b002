import { operation } from "@rentezy/http";
import { z } from "zod";
import { emailAddress } from "../domain/user.js";
import type { Doors } from "./doors.js";
import { grantReply, replyWithGrant } from "./views.js";

const credentials = z.strictObject({
  email: emailAddress,
  password: z.string().min(1).max(128),
});

export const loginOperation = ({
  verifyCredentials,
  openSession,
  cookie,
}: Doors) =>
  operation({
    method: "post",
    path: "/public/login",
    summary: "Sign in; the refresh token comes as a cookie",
    access: { kind: "public" },
    body: credentials,
    replies: { 200: grantReply },
    handler: async ({ body }) => {
      const account = await verifyCredentials(body);
      return replyWithGrant(await openSession(account), cookie);
    },
  });
