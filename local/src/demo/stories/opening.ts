import {
  addRoom,
  createProperty,
  publish,
  rupees,
} from "../../client/index.js";
import { shortId } from "../narrator.js";
import type { Person, Room, Stage } from "../stage.js";

/** A room of its own for each ending, so that one story's stock says nothing about another's. */
const ROOMS = {
  booked: { name: "garden room", quantity: 2 },
  declined: { name: "corner room", quantity: 1 },
  expired: { name: "terrace room", quantity: 1 },
  timedOut: { name: "attic room", quantity: 1 },
  lateWithRoom: { name: "courtyard room", quantity: 1 },
  lateWithout: { name: "lake room", quantity: 1 },
  cancelled: { name: "library room", quantity: 1 },
} as const;

const RENT_PAISE = 1_500_000;
const DEPOSIT_PAISE = 3_000_000;

/** What all the stories play with. */
export interface Cast {
  readonly tenant: Person;
  readonly rooms: Readonly<Record<keyof typeof ROOMS, Room>>;
}

async function offer(
  stage: Stage,
  landlord: Person,
  propertyId: string,
): Promise<Cast["rooms"]> {
  const add = async (key: keyof typeof ROOMS): Promise<Room> => {
    const { name, quantity } = ROOMS[key];
    const price = { rentPaise: RENT_PAISE, depositPaise: DEPOSIT_PAISE };
    const id = await stage.act(
      `${landlord.name} offers ${quantity} × ${name}`,
      (call) =>
        addRoom(call, landlord.token, propertyId, { name, quantity, ...price }),
      () => `${rupees(RENT_PAISE)} a month, ${rupees(DEPOSIT_PAISE)} deposit`,
    );
    return { id, name };
  };
  return {
    booked: await add("booked"),
    declined: await add("declined"),
    expired: await add("expired"),
    timedOut: await add("timedOut"),
    lateWithRoom: await add("lateWithRoom"),
    lateWithout: await add("lateWithout"),
    cancelled: await add("cancelled"),
  };
}

/** A landlord publishes a house, and its rooms can be booked as soon as booking has heard of it. */
export async function openHouse(stage: Stage): Promise<Cast> {
  stage.chapter("A house is offered");
  const landlord = await stage.enter("Lakshmi", "landlord");
  const tenant = await stage.enter("Tara", "tenant");
  const title = "Seven rooms by the lake";
  const propertyId = await stage.act(
    `${landlord.name} describes “${title}”`,
    (call) => createProperty(call, landlord.token, title),
    (id) => `property ${shortId(id)}, a draft`,
  );
  const rooms = await offer(stage, landlord, propertyId);
  await stage.act(
    `${landlord.name} publishes it`,
    (call) => publish(call, landlord.token, propertyId),
    () => "published; the event is on its way to booking",
  );
  for (const key of Object.keys(ROOMS) as (keyof typeof ROOMS)[]) {
    await stage.wait({
      until: `the ${rooms[key].name} can be booked`,
      read: () => stage.left(rooms[key]),
      holds: (left) => left === ROOMS[key].quantity,
      tell: (left) => `${String(left ?? "none")} left`,
    });
  }
  return { tenant, rooms };
}
