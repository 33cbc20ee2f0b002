import { createHash } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import artifactUrlModule from "mvn-artifact-url";
import { fewAtOnce } from "../few-at-once.js";
import type { Progress } from "../progress.js";
import { UserError } from "../progress.js";
import { engineCache, exists } from "./cache.js";

const artifactUrl = artifactUrlModule.default;
const attempts = 4;

async function addressOf(
  groupId: string,
  artifactId: string,
  version: string,
): Promise<string> {
  const own = process.env.RENTEZY_MAVEN_REPOSITORY;
  const base = own?.replace(/\/*$/, "/");
  return artifactUrl({ groupId, artifactId, version, extension: "jar" }, base);
}

async function fetchOnce(address: string): Promise<Buffer> {
  const response = await fetch(address, {
    signal: AbortSignal.timeout(120_000),
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

async function fetchVerified(
  artifact: string,
  address: string,
  sha256: string,
): Promise<Buffer> {
  let failure: unknown;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      const content = await fetchOnce(address);
      const found = createHash("sha256").update(content).digest("hex");
      if (found === sha256) return content;
      failure = new Error(
        `its sha256 is ${found}, the pinned one is ${sha256}`,
      );
    } catch (error) {
      failure = error;
    }
    await sleep(500 * 2 ** attempt);
  }
  const reason = failure instanceof Error ? failure.message : String(failure);
  throw new UserError(
    `cannot fetch ${artifact}: ${reason}. RENTEZY_MAVEN_REPOSITORY names another Maven repository to fetch from.`,
  );
}

type Coordinates = readonly [group: string, artifact: string, version: string];

function coordinates(artifact: string): Coordinates {
  const [group, name, version] = artifact.split(":");
  if (group && name && version) return [group, name, version];
  throw new Error(`not group:artifact:version: ${artifact}`);
}

function cachedAs(artifact: string): string {
  const [group, name, version] = coordinates(artifact);
  return join(engineCache(), "jars", group, `${name}-${version}.jar`);
}

/**
 * The file of a `group:artifact:version` jar in the cache, fetched and checked when it is not there.
 * What is in the cache was checked before it got its name.
 */
export async function fetchJar(
  artifact: string,
  sha256: string,
): Promise<string> {
  const file = cachedAs(artifact);
  if (await exists(file)) return file;
  const address = await addressOf(...coordinates(artifact));
  const content = await fetchVerified(artifact, address, sha256);
  await mkdir(dirname(file), { recursive: true });
  const partial = join(dirname(file), `.${basename(file)}.${process.pid}`);
  try {
    await writeFile(partial, content);
    await rename(partial, file);
  } finally {
    await rm(partial, { force: true });
  }
  return file;
}

/** Fetches the jars that are not in the cache, eight at a time; gives all, in the order given. */
export async function fetchJars(
  pinned: Readonly<Record<string, string>>,
  say: Progress,
): Promise<string[]> {
  const files = Object.keys(pinned).map(cachedAs);
  const there = await Promise.all(files.map(exists));
  const missing = Object.entries(pinned).filter((_jar, at) => !there[at]);
  if (missing.length > 0) say(`fetching ${missing.length} jars`);
  let fetched = 0;
  await fewAtOnce(missing, 8, async (jar) => {
    await fetchJar(...jar);
    if (++fetched % 20 === 0) say(`${fetched} of ${missing.length} jars`);
  });
  return files;
}
