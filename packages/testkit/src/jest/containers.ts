import {
  GenericContainer,
  getContainerRuntimeClient,
  Wait,
} from "testcontainers";
import type { TestEngines } from "./test-engines.js";

const POSTGRES_IMAGE = "postgres:15";
const REDIS_IMAGE = "redis:7";
const PASSWORD = "test-only";

/** True when Docker answers and the images are there: tests never pull. */
async function containersAreAvailable(): Promise<boolean> {
  try {
    const { container } = await getContainerRuntimeClient();
    const images = [POSTGRES_IMAGE, REDIS_IMAGE];
    await Promise.all(
      images.map((image) => container.dockerode.getImage(image).inspect()),
    );
    return true;
  } catch {
    return false;
  }
}

/** Starts the engines in containers, or returns undefined where that is not possible. */
export async function startContainers(): Promise<TestEngines | undefined> {
  if (!(await containersAreAvailable())) return undefined;
  const postgres = await new GenericContainer(POSTGRES_IMAGE)
    .withEnvironment({ POSTGRES_PASSWORD: PASSWORD })
    .withCommand(["postgres", "-c", "fsync=off", "-c", "max_connections=200"])
    .withExposedPorts(5432)
    .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/, 2))
    .start();
  const redis = await new GenericContainer(REDIS_IMAGE)
    .withCommand(["redis-server", "--requirepass", PASSWORD])
    .withExposedPorts(6379)
    .withWaitStrategy(Wait.forListeningPorts())
    .start();
  const postgresAddress = `${postgres.getHost()}:${postgres.getMappedPort(5432)}`;
  const redisAddress = `${redis.getHost()}:${redis.getMappedPort(6379)}`;
  return {
    environment: {
      RENTEZY_TEST_POSTGRES: `postgres://postgres:${PASSWORD}@${postgresAddress}/postgres`,
      RENTEZY_TEST_REDIS: `redis://:${PASSWORD}@${redisAddress}`,
    },
    stop: async () => {
      await redis.stop();
      await postgres.stop();
    },
  };
}
