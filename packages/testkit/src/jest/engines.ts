import {
  postgresProcess,
  provisionPostgres,
  provisionRedis,
  redisProcess,
  waitForPostgres,
  type ProcessSpec,
} from "@rentezy/local/engines";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startContainers } from "./containers.js";

/** Engines that serve every suite of a run; `environment` says where they are. */
export interface TestEngines {
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

const PASSWORD = "test-only";
const START_TIMEOUT_MS = 60_000;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Runs an engine until stopped; waits until it accepts connections. */
async function run(
  spec: ProcessSpec,
  port: number,
): Promise<() => Promise<void>> {
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: { ...process.env, ...spec.env },
    stdio: "ignore",
    ...(spec.uid !== undefined && { uid: spec.uid }),
    ...(spec.gid !== undefined && { gid: spec.gid }),
  });
  const exited = once(child, "exit");
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await accepts(port))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      throw new Error(`${spec.name} did not start for the tests`);
    }
    await delay(50);
  }
  return async () => {
    child.kill(spec.stopSignal ?? "SIGTERM");
    await exited;
  };
}

async function startEmbedded(): Promise<TestEngines> {
  const folder = await mkdtemp(join(tmpdir(), "rentezy-test-"));
  const say = () => undefined;
  const [postgresPort, redisPort] = [await freePort(), await freePort()];
  const postgres = await postgresProcess({
    postgres: await provisionPostgres(say),
    dataDir: join(folder, "postgres"),
    port: postgresPort,
    password: PASSWORD,
    // The data ends with the run: what a power cut would cost is for the stack's tests.
    settings: { fsync: "off" },
  });
  const redis = await redisProcess({
    program: await provisionRedis(say),
    dataDir: join(folder, "redis"),
    port: redisPort,
    password: PASSWORD,
  });
  const stops = [
    await run(postgres, postgresPort),
    await run(redis, redisPort),
  ];
  await waitForPostgres({ port: postgresPort, password: PASSWORD });
  return {
    environment: {
      RENTEZY_TEST_POSTGRES: `postgres://postgres:${PASSWORD}@127.0.0.1:${postgresPort}/postgres`,
      RENTEZY_TEST_REDIS: `redis://:${PASSWORD}@127.0.0.1:${redisPort}`,
    },
    stop: async () => {
      for (const stop of stops) await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Starts the engines of service tests: containers where Docker answers and has the images, else
 * the embedded ones. The tests are the same on both.
 */
export async function startEngines(): Promise<TestEngines> {
  const engines = (await startContainers()) ?? (await startEmbedded());
  Object.assign(process.env, engines.environment);
  return engines;
}
