import {
  eventSchemas,
  line,
  topicOf,
  type EventType,
} from "@rentezy/contracts";
import { createHash } from "node:crypto";
import { z } from "zod";

/** What a dead letter says of itself. */
export interface Letter {
  /** The same for every delivery of this letter, and for no other. */
  readonly fingerprint: string;
  /** Null when the letter names none. */
  readonly eventId: string | null;
  /** Where the event came from; `unknown` when the letter does not tell. */
  readonly topic: string;
  readonly type: string;
  /** The CloudEvent, or `bytes` when the letter is none. */
  readonly event: object;
  /** The letter as it came. */
  readonly bytes: { readonly data_base64: string };
}

/** How the sidecar hands over what it must not look into (`rawPayload`). */
const wrapped = z.object({
  datacontenttype: z.literal("application/octet-stream"),
  data_base64: z.base64(),
});

const name = line(200);
const named = z.object({
  id: name.nullable().catch(null),
  topic: name.optional().catch(undefined),
  type: name.catch("unknown"),
});

function objectIn(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

const isOurs = (type: string): type is EventType =>
  Object.hasOwn(eventSchemas, type);

/** The type as a label of a metric: nobody outside decides how many there are. */
export const typeLabel = ({ type }: Pick<Letter, "type">): string =>
  isOurs(type) ? type : "unknown";

/** Reads a letter as the sidecar delivers it. Whatever it holds, it is one: nothing is refused. */
export function openLetter(body: unknown): Letter {
  const wrapper = wrapped.safeParse(body).data;
  const bytes = wrapper
    ? Buffer.from(wrapper.data_base64, "base64")
    : Buffer.from(JSON.stringify(body ?? null));
  const asBytes = { data_base64: bytes.toString("base64") };
  const event = objectIn(bytes.toString("utf8"));
  const { id, topic, type } = named.parse(event ?? {});
  return {
    fingerprint: createHash("sha256").update(bytes).digest("hex"),
    eventId: id,
    topic: topic ?? (isOurs(type) ? topicOf(type) : "unknown"),
    type,
    event: event ?? asBytes,
    bytes: asBytes,
  };
}
