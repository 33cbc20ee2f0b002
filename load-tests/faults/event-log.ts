/** Reads the broker's log from its beginning, with Kafka's own tools. */
import type { Stack } from "@rentezy/local";
import { UserError } from "@rentezy/local";
import { provisionKafka } from "@rentezy/local/engines";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import type { LoggedEvent } from "./told.js";

const TOPICS = ["bookings", "payments"];

/** How long Kafka may take to hand over the next message, joining as a consumer on a busy machine included. */
const PATIENCE_MS = 60_000;

const MAX_OUTPUT_BYTES = 1024 ** 3;

const cloudEvent = z.object({
  id: z.string(),
  type: z.string(),
  subject: z.string(),
  data: z.looseObject({ roomId: z.string().optional() }),
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
    payload: data,
    at: numberIn(time),
  };
}

/** Runs one of Kafka's own tools; answers what it prints, line by line. */
type Tool = (name: string, args: readonly string[]) => Promise<string[]>;

async function toolsAt(broker: string): Promise<Tool> {
  const { java, classPath } = await provisionKafka(() => undefined);
  const jvm = ["-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];
  return async (name, args) => {
    const { stdout } = await promisify(execFile)(
      java,
      [
        ...jvm,
        ...["-cp", classPath, `org.apache.kafka.tools.${name}`],
        ...["--bootstrap-server", broker, ...args],
      ],
      { maxBuffer: MAX_OUTPUT_BYTES },
    );
    return stdout.split("\n").filter(Boolean);
  };
}

/** Where a partition begins and ends: the offset of its first message, and of the next one. */
interface Extent {
  readonly first: number;
  readonly next: number;
}

/** Partition -> extent. Kafka's tool prints `bookings:0:17`: topic, partition and offset. */
async function extentsOf(
  tool: Tool,
  topic: string,
): Promise<ReadonlyMap<number, Extent>> {
  const offsets = async (time: "latest" | "earliest") => {
    const args = ["--topic", topic, "--time", time];
    const lines = await tool("GetOffsetShell", args);
    return new Map(
      lines.map((line) => {
        const [, partition, offset] = line.split(":");
        return [Number(partition), Number(offset)];
      }),
    );
  };
  const first = await offsets("earliest");
  const extents = [...(await offsets("latest"))].map(
    ([partition, next]) =>
      [partition, { first: first.get(partition) ?? 0, next }] as const,
  );
  return new Map(extents);
}

/** Partitions of which messages up to their end are missing. */
export function missingIn(
  read: readonly Pick<LoggedOfRoom, "partition" | "offset">[],
  extents: ReadonlyMap<number, Extent>,
): number[] {
  const found = new Set(
    read.map(({ partition, offset }) => `${partition}:${offset}`),
  );
  return [...extents].flatMap(([partition, { first, next }]) => {
    const isWhole = first === next || found.has(`${partition}:${next - 1}`);
    return isWhole ? [] : [partition];
  });
}

async function consume(
  tool: Tool,
  topic: string,
  count: number,
): Promise<LoggedOfRoom[]> {
  const printed = ["timestamp", "partition", "offset", "key"];
  const lines = await tool("consumer.ConsoleConsumer", [
    ...["--topic", topic, "--from-beginning"],
    ...["--max-messages", String(count), "--timeout-ms", String(PATIENCE_MS)],
    ...printed.flatMap((name) => ["--property", `print.${name}=true`]),
  ]);
  return lines.map((line) => parseMessage(topic, line));
}

/** How often a topic is read that grows meanwhile: new messages of one partition may take the place of others'. */
const ATTEMPTS = 5;

async function readTopic(tool: Tool, topic: string): Promise<LoggedOfRoom[]> {
  for (let attempt = 1; ; attempt += 1) {
    const extents = await extentsOf(tool, topic);
    const counts = [...extents.values()].map(({ first, next }) => next - first);
    const count = counts.reduce((sum, one) => sum + one, 0);
    const read = count === 0 ? [] : await consume(tool, topic, count);
    const missing = missingIn(read, extents);
    if (missing.length === 0) return read;
    // What cannot be read must not look as if it had never been written.
    if (attempt === ATTEMPTS)
      throw new UserError(
        `${topic}: partitions ${missing.join(", ")} could not be read to their end`,
      );
  }
}

/** Every message of the topics of bookings and payments, in the order of each partition. */
export async function readEventLog({
  secrets,
}: Stack): Promise<LoggedOfRoom[]> {
  const broker = secrets["broker-kafka"]?.brokers;
  if (broker === undefined)
    throw new UserError("the event log is read from Kafka, which is not here");
  const tool = await toolsAt(broker);
  const topics = TOPICS.map((topic) => readTopic(tool, topic));
  return (await Promise.all(topics)).flat();
}
