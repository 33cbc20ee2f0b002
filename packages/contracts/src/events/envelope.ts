import { z } from "zod";
import { instant, uuid } from "../values.js";

/** The attributes of a CloudEvent 1.0 as they travel between services. */
export const envelope = z.object({
  specversion: z.literal("1.0"),
  id: uuid,
  source: z.string().min(1),
  type: z.string().min(1),
  subject: uuid,
  time: instant,
  datacontenttype: z.literal("application/json"),
  traceparent: z.string().optional(),
  data: z.unknown(),
});
export type Envelope = z.infer<typeof envelope>;

/** An event whose data has been checked against its type's schema. */
export type Event<Data> = Omit<Envelope, "data"> & { readonly data: Data };
