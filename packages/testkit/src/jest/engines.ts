import {
  removeEngineData,
  startPostgres,
  startRedis,
} from "@rentezy/local/engines";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../free-port.js";
import { startContainers } from "./containers.js";
import type { TestEngines } from "./test-engines.js";

async function startEmbedded(): Promise<TestEngines> {
  const folder = await mkdtemp(join(tmpdir(), "rentezy-test-"));
  const postgres = await startPostgres({
    dataDir: join(folder, "postgres"),
    port: await freePort(),
    temporary: true,
    // The data ends with the run: what a power cut would cost is for the stack's tests.
    settings: { fsync: "off" },
  });
  const redis = await startRedis({
    dataDir: join(folder, "redis"),
    port: await freePort(),
    temporary: true,
  });
  return {
    environment: {
      RENTEZY_TEST_POSTGRES: postgres.url,
      RENTEZY_TEST_REDIS: redis.url,
    },
    stop: async () => {
      await redis.stop();
      await postgres.stop();
      await removeEngineData(join(folder, "postgres"));
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
