/** Reads the broker's log from its beginning, with Kafka's own console consumer. */
import type { Stack } from "@rentezy/local";
import { UserError } from "@rentezy/local";
import { provisionKafka } from "@rentezy/local/engines";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import type { LoggedEvent } from "./told.js";

const TOPICS = ["bookings", "payments"];

/** Nothing new for so long is the end of the log; joining as a consumer counts, on a busy machine too. */
const END_AFTER_MS = 10_000;

const MAX_OUTPUT_BYTES = 1024 ** 3;

const cloudEvent = z.object({
  id: z.string(),
  type: z.string(),
  subject: z.string(),
  data: z.object({ roomId: z.string().optional() }),
});

const message = z.tuple([
  z.templateLiteral(["CreateTime:", z.number()]),
  z.templateLiteral(["Partition:", z.number()]),
  z.templateLiteral(["Offset:", z.number()]),
  z.string(),
  z.string(),
]);

/** A message of the log, and the room that it is about. */
export interface LoggedOfRoom extends LoggedEvent {
  readonly roomId: string | undefined;
}

const numberIn = (field: string): number => Number(field.split(":")[1]);

/** What the console consumer prints of a message: time, partition, offset, key and value, between tabs. */
export function parseMessage(topic: string, line: string): LoggedOfRoom {
  const [time, partition, offset, key, value] = message.parse(line.split("\t"));
  const { id, type, subject, data } = cloudEvent.parse(JSON.parse(value));
  return {
    topic,
    partition: numberIn(partition),
    offset: numberIn(offset),
    key,
    eventId: id,
    type,
    bookingId: subject,
    roomId: data.roomId,
    at: numberIn(time),
  };
}

async function readTopic(
  broker: string,
  topic: string,
): Promise<LoggedOfRoom[]> {
  const { java, classPath } = await provisionKafka(() => undefined);
  const printed = ["timestamp", "partition", "offset", "key"].flatMap(
    (name) => ["--property", `print.${name}=true`],
  );
  const { stdout } = await promisify(execFile)(
    java,
    [
      ...["-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"],
      ...["-cp", classPath],
      "org.apache.kafka.tools.consumer.ConsoleConsumer",
      ...["--bootstrap-server", broker, "--topic", topic, "--from-beginning"],
      ...["--timeout-ms", String(END_AFTER_MS), ...printed],
    ],
    { maxBuffer: MAX_OUTPUT_BYTES },
  );
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => parseMessage(topic, line));
}

/** Every message of the topics of bookings and payments, in the order of each partition. */
export async function readEventLog({
  secrets,
}: Stack): Promise<LoggedOfRoom[]> {
  const broker = secrets["broker-kafka"]?.brokers;
  if (broker === undefined)
    throw new UserError("the event log is read from Kafka, which is not here");
  const topics = TOPICS.map((topic) => readTopic(broker, topic));
  return (await Promise.all(topics)).flat();
}
