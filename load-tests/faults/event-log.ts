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

const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);

/** How many messages a topic has: `bookings:0:17` says that the next one of its partition 0 is number 17. */
async function countIn(tool: Tool, topic: string): Promise<number> {
  const offsets = async (time: "latest" | "earliest"): Promise<number> => {
    const args = ["--topic", topic, "--time", time];
    const lines = await tool("GetOffsetShell", args);
    return sum(lines.map((line) => Number(line.split(":")[2])));
  };
  return (await offsets("latest")) - (await offsets("earliest"));
}

async function readTopic(tool: Tool, topic: string): Promise<LoggedOfRoom[]> {
  const count = await countIn(tool, topic);
  if (count === 0) return [];
  const printed = ["timestamp", "partition", "offset", "key"];
  const lines = await tool("consumer.ConsoleConsumer", [
    ...["--topic", topic, "--from-beginning"],
    ...["--max-messages", String(count), "--timeout-ms", String(PATIENCE_MS)],
    ...printed.flatMap((name) => ["--property", `print.${name}=true`]),
  ]);
  // What cannot be read must not look as if it had never been written.
  if (lines.length < count)
    throw new UserError(
      `${topic} has ${count} messages, and ${lines.length} could be read`,
    );
  return lines.map((line) => parseMessage(topic, line));
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
