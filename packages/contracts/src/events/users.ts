import { z } from "zod";
import { role } from "../identity.js";
import { uuid } from "../values.js";

export const userEvents = {
  "user.registered.v1": z.object({
    userId: uuid,
    role,
    name: z.string(),
    email: z.email(),
  }),
} as const;
