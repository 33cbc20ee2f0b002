import { operation } from "@rentezy/http";
import { z } from "zod";
import { changeRoom } from "../use-cases/change-room.js";
import type { World } from "../use-cases/properties.js";
import { landlords } from "./access.js";
import { roomPatch, roomPath, roomView } from "./schemas.js";
import { viewRoom } from "./views.js";

export const changeRoomOperation = (world: World) =>
  operation({
    method: "patch",
    path: "/api/properties/:propertyId/rooms/:roomId",
    summary: "Change a room's name, price or quantity; fields not named stay",
    access: landlords,
    params: roomPath,
    body: roomPatch,
    replies: { 200: z.object({ room: roomView }) },
    handler: async ({ caller, params, body }) => {
      const room = await changeRoom(world)(caller, params, body);
      return {
        status: 200,
        body: { room: viewRoom(params.propertyId, room) },
      };
    },
  });
