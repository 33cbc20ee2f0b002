import { operation } from "@rentezy/http";
import type { Doors } from "./doors.js";
import { NOT_STORED, userReply, viewUser } from "./views.js";

export const meOperation = ({ readUser }: Doors) =>
  operation({
    method: "get",
    path: "/api/me",
    summary: "The account that is signed in",
    access: { kind: "user" },
    replies: { 200: userReply },
    handler: async ({ caller }) => {
      const user = await readUser(caller.userId);
      return {
        status: 200,
        headers: NOT_STORED,
        body: { user: viewUser(user) },
      };
    },
  });
