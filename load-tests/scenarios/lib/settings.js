import { SharedArray } from "k6/data";

function required(name) {
  const value = __ENV[name];
  if (!value) throw new Error(`${name} is not set: see load-tests/README.md`);
  return value;
}

/** Scheme, host and port of the edge, without a slash at the end. */
export const baseUrl = required("BASE_URL").replace(/\/+$/, "");

/** Access tokens of distinct tenants; read once and shared by all virtual users. */
export const tokens = new SharedArray("tokens", () =>
  JSON.parse(open(required("TOKENS_FILE"))),
);

/** The rooms to book: ids. */
export const roomIds = __ENV.ROOM_ID
  ? [__ENV.ROOM_ID]
  : new SharedArray("rooms", () => JSON.parse(open(required("ROOMS_FILE"))));

/** `YYYY-MM-DD` */
export const moveInDate = required("MOVE_IN_DATE");

/** A setting that is a number. */
export const number = (name, otherwise) => Number(__ENV[name] ?? otherwise);
