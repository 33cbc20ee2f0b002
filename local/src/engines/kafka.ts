import { randomUUID } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { ProcessSpec } from "../processes/spec.js";
import type { Progress } from "../progress.js";
import { exists, withLock } from "./cache.js";
import { findJava } from "./java.js";
import { fetchJars } from "./maven.js";
import { pins } from "./pins.js";
import { run } from "./run.js";

/** The jars of Kafka and all it needs at run time: `group:artifact:version` and sha256. */
const lockFile = new URL("./kafka.lock.json", import.meta.url);

export interface Kafka {
  readonly java: string;
  readonly classPath: string;
}

/** Kafka's jars, fetched on first use, and the Java to run them. */
export async function provisionKafka(say: Progress): Promise<Kafka> {
  const { java } = await findJava("Kafka");
  const jars = JSON.parse(await readFile(lockFile, "utf8")) as Record<
    string,
    string
  >;
  const telling: Progress = (line) =>
    say(`kafka ${pins.kafka.version}: ${line}`);
  const files = await withLock("kafka", say, () => fetchJars(jars, telling));
  return { java, classPath: files.join(delimiter) };
}

export interface KafkaOptions {
  readonly kafka: Kafka;
  readonly dataDir: string;
  readonly port: number;
  readonly controllerPort: number;
}

function settings({ dataDir, port, controllerPort }: KafkaOptions): string {
  const logDir = join(dataDir, "topics");
  return `${[
    "process.roles=broker,controller",
    "node.id=1",
    `controller.quorum.voters=1@127.0.0.1:${controllerPort}`,
    `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${port}`,
    "controller.listener.names=CONTROLLER",
    `log.dirs=${logDir}`,
    "auto.create.topics.enable=true",
    // Events keep their order within a partition; six let six replicas of a consumer share the work.
    "num.partitions=6",
    "default.replication.factor=1",
    "offsets.topic.replication.factor=1",
    "offsets.topic.num.partitions=8",
    "transaction.state.log.replication.factor=1",
    "transaction.state.log.min.isr=1",
    "share.coordinator.state.topic.replication.factor=1",
    "share.coordinator.state.topic.min.isr=1",
    // Nobody else joins: waiting for more members would only delay the first event after a start.
    "group.initial.rebalance.delay.ms=0",
    "log.retention.hours=168",
  ].join("\n")}\n`;
}

const logging = `status = error
appender.out.type = Console
appender.out.name = out
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = %d{ISO8601} %p %c{1} %m%n
rootLogger.level = warn
rootLogger.appenderRef.out.ref = out
logger.server.name = kafka.server.KafkaRaftServer
logger.server.level = info
`;

/** One Kafka node, broker and controller, on loopback. Its storage is formatted on first use. */
export async function kafkaProcess(
  options: KafkaOptions,
): Promise<ProcessSpec> {
  const { kafka, dataDir, port, controllerPort } = options;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, "server.properties");
  const logFile = join(dataDir, "log4j2.properties");
  await writeFile(file, settings(options));
  await writeFile(logFile, logging);
  const jvm = [
    "-Xms128m",
    "-Xmx400m",
    "-XX:+UseSerialGC",
    "-XX:+ExitOnOutOfMemoryError",
    `-Dlog4j2.configurationFile=${logFile}`,
    "-cp",
    kafka.classPath,
  ];
  if (!(await exists(join(dataDir, "topics/meta.properties")))) {
    const id = Buffer.from(randomUUID().replaceAll("-", ""), "hex").toString(
      "base64url",
    );
    await run(kafka.java, [
      ...jvm,
      "kafka.tools.StorageTool",
      "format",
      // In one word: an id may begin with a hyphen, and would be taken for an option.
      `--cluster-id=${id}`,
      "-c",
      file,
    ]);
  }
  return {
    name: "kafka",
    kind: "engine",
    command: kafka.java,
    args: [...jvm, "kafka.Kafka", file],
    cwd: dataDir,
    ports: [port, controllerPort],
    probe: { kind: "tcp", port },
  };
}
