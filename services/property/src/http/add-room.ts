import { operation } from "@rentezy/http";
import { z } from "zod";
import { addRoom } from "../use-cases/add-room.js";
import type { World } from "../use-cases/properties.js";
import { landlords } from "./access.js";
import { propertyPath, roomBody, roomView } from "./schemas.js";
import { viewRoom } from "./views.js";

export const addRoomOperation = (world: World) =>
  operation({
    method: "post",
    path: "/api/properties/:propertyId/rooms",
    summary: "Offer one more kind of room",
    access: landlords,
    params: propertyPath,
    body: roomBody,
    replies: { 201: z.object({ room: roomView }) },
    handler: async ({ caller, params: { propertyId }, body }) => {
      const room = await addRoom(world)(caller, propertyId, body);
      return { status: 201, body: { room: viewRoom(propertyId, room) } };
    },
  });
