import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { stackPaths } from "./paths.js";
import { ensureSecrets, rolesIn } from "./secrets.js";
import type { Row } from "./topology.js";

function row(appId: string, folder = "/nowhere"): Row {
  return {
    appId,
    name: appId,
    folder,
    configFile: "",
    resources: [],
    command: [],
    env: {},
    httpPort: 1,
    grpcPort: 2,
    internalPort: 3,
    metricsPort: 4,
    healthPort: 5,
  };
}

describe("the secrets of a stack", () => {
  let folder = "";
  let file = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "rentezy-secrets-"));
    file = stackPaths(folder).secretsFile;
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("never change once made, and grow with the topology", () => {
    const first = ensureSecrets(file, [row("auth")], 9080);
    const second = ensureSecrets(file, [row("auth"), row("payment")], 9080);
    expect(second).toMatchObject(first);
    expect(second.payment?.STRIPE_SECRET_KEY).toMatch(/^sk_test_/);
  });

  it("can be read by their owner only", async () => {
    ensureSecrets(file, [row("auth")], 9080);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it("speak of the same Redis password everywhere", () => {
    ensureSecrets(file, [], 9080);
    const { redis, gateway } = ensureSecrets(file, [row("gateway")], 9080);
    expect(gateway?.REDIS_URL).toContain(String(redis?.password));
  });

  it("name the database of the workflow engine and its role", () => {
    const [role] = rolesIn(ensureSecrets(file, [], 9080));
    expect(role?.name).toBe("workflow");
  });

  it("have a database for who has migrations, in a file or in a folder, and for nobody else", async () => {
    const persistence = (app: string): string =>
      join(folder, app, "src/persistence");
    await mkdir(join(persistence("booking"), "migrations"), {
      recursive: true,
    });
    await mkdir(persistence("auth"), { recursive: true });
    await writeFile(join(persistence("auth"), "migrations.ts"), "");
    // Its src/persistence is Redis.
    await mkdir(persistence("gateway"), { recursive: true });
    const rows = ["auth", "booking", "gateway", "gateway-public"].map((app) =>
      row(app, join(folder, app)),
    );
    const names = rolesIn(ensureSecrets(file, rows, 9080)).map(
      (role) => role.name,
    );
    expect(names.sort()).toEqual(["auth", "booking", "workflow"]);
  });
});
