import { day, uuid } from "@rentezy/contracts";
import { idempotencyKeyOf, operation } from "@rentezy/http";
import { z } from "zod";
import type { ReserveRoom } from "../use-cases/reserve-room.js";
import { bookingReply, present } from "./representation.js";

/** POST /api/bookings: holds a room. 201 the first time, 200 when the same key is sent again. */
export const createBooking = (reserveRoom: ReserveRoom) =>
  operation({
    method: "post",
    path: "/api/bookings",
    summary: "Reserve a room until it is paid or the hold ends",
    access: { kind: "user", roles: ["tenant"] },
    headers: z.looseObject({ "idempotency-key": z.string().optional() }),
    body: z.strictObject({ roomId: uuid, moveInDate: day }),
    replies: { 200: bookingReply, 201: bookingReply },
    handler: async ({ body, caller, request }) => {
      const { booking, isNew } = await reserveRoom({
        roomId: body.roomId,
        moveInDate: body.moveInDate,
        tenantId: caller.userId,
        idempotencyKey: idempotencyKeyOf(request),
      });
      return { status: isNew ? 201 : 200, body: { booking: present(booking) } };
    },
  });
