import { operation } from "@rentezy/http";
import type { Doors } from "./doors.js";
import { clearedRefreshCookie, refreshTokenIn } from "./refresh-cookie.js";
import { refuseOtherSites } from "./same-site.js";

export const logoutOperation = ({
  endSession,
  allowedOrigins,
  cookie,
}: Doors) =>
  operation({
    method: "post",
    path: "/public/logout",
    summary: "End the session of the refresh cookie",
    access: { kind: "public" },
    replies: { 204: null },
    handler: async ({ request }) => {
      refuseOtherSites(request, allowedOrigins);
      await endSession(refreshTokenIn(request.get("cookie")));
      return {
        status: 204,
        headers: { "set-cookie": clearedRefreshCookie(cookie) },
      };
    },
  });
