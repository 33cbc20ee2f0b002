import { operation } from "@rentezy/http";
import type { Doors } from "./doors.js";
import { refreshTokenIn } from "./refresh-cookie.js";
import { refuseOtherSites } from "./same-site.js";
import { grantReply, replyWithGrant } from "./views.js";

export const refreshOperation = ({
  refreshSession,
  allowedOrigins,
  cookie,
}: Doors) =>
  operation({
    method: "post",
    path: "/public/refresh",
    summary: "Get new tokens for the refresh cookie, which is replaced",
    access: { kind: "public" },
    replies: { 200: grantReply },
    handler: async ({ request }) => {
      refuseOtherSites(request, allowedOrigins);
      const grant = await refreshSession({
        refreshToken: refreshTokenIn(request.get("cookie")),
        // Only browsers send it, and cross-site was refused above.
        fromBrowser: request.get("sec-fetch-site") !== undefined,
      });
      return replyWithGrant(grant, cookie);
    },
  });
