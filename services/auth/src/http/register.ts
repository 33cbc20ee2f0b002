import { line, role } from "@rentezy/contracts";
import { operation } from "@rentezy/http";
import { z } from "zod";
import { emailAddress } from "../domain/user.js";
import type { Doors } from "./doors.js";
import { NOT_STORED, userReply, viewUser } from "./views.js";

const registration = z.strictObject({
  email: emailAddress,
  password: z.string().min(8).max(128),
  name: line(100),
  role: role.exclude(["admin"]),
});

export const registerOperation = ({ registerUser }: Doors) =>
  operation({
    method: "post",
    path: "/public/register",
    summary: "Make an account for a tenant or a landlord",
    access: { kind: "public" },
    body: registration,
    replies: { 201: userReply },
    handler: async ({ body }) => {
      const user = await registerUser(body);
      return {
        status: 201,
        headers: NOT_STORED,
        body: { user: viewUser(user) },
      };
    },
  });
