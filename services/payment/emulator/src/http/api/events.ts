import { z } from "zod";
import { noSuch } from "../../domain/errors.js";
import type { EventRecord } from "../../domain/records.js";
import { eventObject } from "../../stripe-objects/event.js";
import type { Desk } from "../../use-cases/desk.js";
import { pendingWebhooks } from "../../use-cases/find-records.js";
import { listRecords } from "../../use-cases/list-records.js";
import { listObject, type Operation } from "./operation.js";
import {
  listParameters,
  pageOf,
  readParameters,
  refuseParameters,
  text,
} from "./parameters.js";

const show = (desk: Desk, event: EventRecord) =>
  eventObject(event, pendingWebhooks(desk.records, event));

export const retrieveEvent =
  (desk: Desk): Operation =>
  ({ id, input }) => {
    refuseParameters(input);
    const event = desk.records.get("event", id);
    if (event === undefined) throw noSuch("event", id, "id");
    return show(desk, event);
  };

const filters = z.strictObject({
  ...listParameters,
  type: text.optional(),
  types: z.array(text).max(20).optional(),
});

/** `checkout.session.*` stands for all that begin so. */
const isOfType = (type: string, wanted: string): boolean =>
  wanted.endsWith("*") ? type.startsWith(wanted.slice(0, -1)) : type === wanted;

export const listEvents =
  (desk: Desk): Operation =>
  ({ input }) => {
    const given = readParameters(filters, input);
    const wanted =
      given.types ?? (given.type === undefined ? ["*"] : [given.type]);
    const { data, hasMore } = listRecords(
      "event",
      desk.records.all("event"),
      pageOf(given),
      ({ type }) => wanted.some((pattern) => isOfType(type, pattern)),
    );
    return listObject(
      "/v1/events",
      data.map((event) => show(desk, event)),
      hasMore,
    );
  };
