import { createHash } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import artifactUrlModule from "mvn-artifact-url";
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

/**
 * The file of a `group:artifact:version` jar in the cache, fetched and checked when it is not there.
 * What is in the cache was checked before it got its name.
 */
export async function fetchJar(
  artifact: string,
  sha256: string,
): Promise<string> {
  const [groupId, artifactId, version] = artifact.split(":");
  if (!groupId || !artifactId || !version)
    throw new Error(`not group:artifact:version: ${artifact}`);
  const file = join(
    engineCache(),
    "jars",
    groupId,
    `${artifactId}-${version}.jar`,
  );
  if (await exists(file)) return file;
  const content = await fetchVerified(
    artifact,
    await addressOf(groupId, artifactId, version),
    sha256,
  );
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

/** Fetches many jars, eight at a time, in the order given. */
export async function fetchJars(
  pinned: Readonly<Record<string, string>>,
  say: Progress,
): Promise<string[]> {
  const wanted = Object.entries(pinned);
  const files: string[] = new Array<string>(wanted.length);
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let mine = next++; mine < wanted.length; mine = next++) {
      const [artifact, sha256] = wanted[mine] ?? ["", ""];
      files[mine] = await fetchJar(artifact, sha256);
      if (++done % 20 === 0) say(`${done} of ${wanted.length} jars`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return files;
}
