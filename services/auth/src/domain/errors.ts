import type { ErrorTable } from "@rentezy/contracts";

/** Everything that auth refuses, besides what every service refuses of a token. */
export const authErrors = {
  "AUTH.EMAIL_TAKEN": { status: 409, title: "The e-mail address is taken" },
  "AUTH.INVALID_CREDENTIALS": {
    status: 401,
    title: "The e-mail address or the password is wrong",
  },
  "AUTH.SESSION_REQUIRED": { status: 401, title: "There is no session" },
  "AUTH.SESSION_ENDED": { status: 401, title: "The session has ended" },
  "AUTH.CROSS_SITE": {
    status: 403,
    title: "Sessions are not open to other sites",
  },
  "AUTH.BUSY": { status: 503, title: "Too many sign-ins at once" },
  "RATE.LIMITED": { status: 429, title: "Too many attempts" },
} as const satisfies ErrorTable;
