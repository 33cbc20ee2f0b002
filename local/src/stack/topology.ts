import { readFileSync } from "node:fs";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { parse } from "yaml";
import { UserError } from "../progress.js";
import { healthOffset, movePort, movePortsIn } from "./ports.js";

/** One row of dapr.yaml with its ports moved to the stack's base and its paths made absolute. */
export interface Row {
  readonly appId: string;
  /** What its application is called in the stack: the app id, with a number for a further replica. */
  readonly name: string;
  readonly folder: string;
  readonly configFile: string;
  readonly resources: readonly string[];
  /** What starts the application; none for a sidecar that stands alone. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly appPort?: number;
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly internalPort: number;
  readonly metricsPort: number;
  /** Health and metadata of the sidecar, which middleware and allow lists do not close. */
  readonly healthPort: number;
  /** Where the sidecar's profiler answers, if it shall have one. */
  readonly profilePort?: number;
}

interface Fields {
  readonly [field: string]: unknown;
}

export interface TopologyOptions {
  readonly file: string;
  readonly portBase: number;
  /** The folder of components/brokers to use. */
  readonly broker: string;
}

function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Fields;
  throw new UserError(`${what} must be a mapping`);
}

function text(value: unknown, what: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw new UserError(`${what} must be a text`);
}

function list(value: unknown, what: string): string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.map((entry) => text(entry, what));
  throw new UserError(`${what} must be a list`);
}

/** The folder of another broker in place of the one that dapr.yaml names. */
function withBroker(folder: string, broker: string): string {
  const parent = dirname(folder);
  return basename(parent) === "brokers" ? join(parent, broker) : folder;
}

/** A number or a switch in YAML is as good as a text. */
function single(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean")
    return String(value);
  throw new UserError(`${what} must be a single value`);
}

function environment(
  value: unknown,
  what: string,
  portBase: number,
): Record<string, string> {
  const entries = Object.entries(fieldsOf(value ?? {}, what));
  const moved = entries.map(([name, content]) => {
    const one = single(content, `${what}.${name}`);
    return [name, movePortsIn(name, one, portBase)] as const;
  });
  return Object.fromEntries(moved);
}

function readRow(app: Fields, common: Fields, options: TopologyOptions): Row {
  const appId = text(app.appID, "appID");
  const at = (path: string): string =>
    isAbsolute(path) ? path : resolve(dirname(options.file), path);
  const port = (field: string): number => {
    const value = app[field];
    if (typeof value === "number") return movePort(value, options.portBase);
    throw new UserError(`${appId}: ${field} must be a port`);
  };
  const resources = [
    ...list(common.resourcesPaths, "common.resourcesPaths"),
    ...list(app.resourcesPaths, `${appId}.resourcesPaths`),
  ];
  return {
    appId,
    name: appId,
    folder: at(text(app.appDirPath, `${appId}.appDirPath`)),
    configFile: at(text(app.configFilePath, `${appId}.configFilePath`)),
    resources: resources.map((path) => withBroker(at(path), options.broker)),
    command: list(app.command, `${appId}.command`),
    env: {
      ...environment(common.env, "common.env", options.portBase),
      ...environment(app.env, `${appId}.env`, options.portBase),
    },
    ...(app.appPort === undefined ? {} : { appPort: port("appPort") }),
    httpPort: port("daprHTTPPort"),
    grpcPort: port("daprGRPCPort"),
    internalPort: port("daprInternalGRPCPort"),
    metricsPort: port("metricsPort"),
    healthPort: port("metricsPort") + healthOffset,
    ...(app.enableProfiling === true
      ? { profilePort: port("profilePort") }
      : {}),
  };
}

/** Reads a topology in the format of `dapr run -f`. Throws a UserError that names what is wrong. */
export function parseTopology(
  content: string,
  options: TopologyOptions,
): Row[] {
  const document = fieldsOf(parse(content), options.file);
  const common = fieldsOf(document.common ?? {}, "common");
  if (!Array.isArray(document.apps))
    throw new UserError(`${options.file}: apps must be a list`);
  const rows = document.apps.map((app) =>
    readRow(fieldsOf(app, "a row of apps"), common, options),
  );
  const ids = new Set(rows.map((row) => row.appId));
  if (ids.size < rows.length)
    throw new UserError(`${options.file}: an appID is there twice`);
  return rows;
}

/** Reads dapr.yaml, or another file of its format. */
export function readTopology(options: TopologyOptions): Row[] {
  return parseTopology(readFileSync(options.file, "utf8"), options);
}
