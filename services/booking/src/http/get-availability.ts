import { uuid } from "@rentezy/contracts";
import { operation } from "@rentezy/http";
import { z } from "zod";
import type { ReadAvailability } from "../use-cases/read-availability.js";

/** GET /public/rooms/:roomId/availability */
export const getAvailability = (readAvailability: ReadAvailability) =>
  operation({
    method: "get",
    path: "/public/rooms/:roomId/availability",
    summary: "How many rooms of a kind can be booked now",
    access: { kind: "public" },
    params: z.object({ roomId: uuid }),
    replies: {
      200: z.object({
        roomId: uuid,
        initialQuantity: z.int(),
        availableQuantity: z.int(),
      }),
    },
    handler: async ({ params }) => ({
      status: 200,
      body: await readAvailability(params.roomId),
    }),
  });
