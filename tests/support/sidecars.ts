import type { Stack } from "@rentezy/local";
import { secretOf, urlOf } from "./stack.js";
import { sendOverWire, type WireAnswer, type WireRequest } from "./wire.js";

/** The app-ids of the stack: of all that have a sidecar, and of the services, which sidecars call. */
export async function appIdsOf(stack: Stack): Promise<{
  readonly sidecars: readonly string[];
  readonly services: readonly string[];
}> {
  const specs = (await stack.status()).map(({ spec }) => spec);
  const sidecars = specs.filter(({ kind }) => kind === "sidecar");
  // The socket of an app that no sidecar calls is held by the supervisor.
  const services = specs.filter(
    ({ kind, heldPort }) => kind === "app" && heldPort === undefined,
  );
  return {
    sidecars: idsOf(sidecars.map(({ name }) => name.slice("sidecar:".length))),
    services: idsOf(services.map(({ name }) => name)),
  };
}

/** A further replica, `booking-2`, has the app-id of the first. */
const idsOf = (names: readonly string[]): string[] =>
  names.filter((name) => !/-\d+$/.test(name)).sort();

/** What an app sends to its own sidecar. */
export const apiTokenOf = (stack: Stack, appId: string) =>
  secretOf(stack, `${appId}-api-token`, "token");

/** What a sidecar sends to its own app. */
export const appTokenOf = (stack: Stack, appId: string) =>
  secretOf(stack, `${appId}-app-token`, "token");

const portOf = (stack: Stack, appId: string): number =>
  Number(new URL(urlOf(stack, appId)).port);

type Call = Omit<WireRequest, "port" | "target">;

/** Speaks to one sidecar as its own app would, or as one that took the app's place. */
export async function openSidecar(stack: Stack, appId: string) {
  const processes = await stack.status();
  const found = processes.find(({ spec }) => spec.name === `sidecar:${appId}`);
  const ports = found?.spec.ports ?? [];
  // A refusal means nothing where nobody listens.
  if (ports.length !== 5) throw new Error(`no five ports of sidecar:${appId}`);
  const [httpPort = 0, grpcPort = 0, internalPort = 0, , healthPort = 0] =
    ports;
  const apiToken = apiTokenOf(stack, appId);
  /** `path` starts with a slash and is sent as it is. */
  const call = (path: string, { headers, ...rest }: Call = {}) =>
    sendOverWire({
      port: httpPort,
      target: path,
      headers: { "dapr-api-token": apiToken, ...headers },
      ...rest,
    });
  return {
    httpPort,
    grpcPort,
    /** Where other sidecars call. */
    internalPort,
    /** Where the orchestrator asks for health, without a token. */
    healthPort,
    apiToken,
    call,
    invoke: (callee: string, path: string, request?: Call) =>
      call(`/v1.0/invoke/${callee}/method${path}`, request),
  };
}
type SidecarApi = Awaited<ReturnType<typeof openSidecar>>;

/** Every sidecar of the stack; an app-id that has none fails the test. */
export async function openSidecars(
  stack: Stack,
): Promise<(appId: string) => SidecarApi> {
  const { sidecars } = await appIdsOf(stack);
  const entries = await Promise.all(
    sidecars.map(
      async (appId) => [appId, await openSidecar(stack, appId)] as const,
    ),
  );
  const opened = new Map(entries);
  return (appId) => {
    const found = opened.get(appId);
    if (!found) throw new Error(`no sidecar of ${appId}`);
    return found;
  };
}

/** Calls an application around its sidecar. */
export function callApp(
  stack: Stack,
  appId: string,
  target: string,
  request: Call = {},
): Promise<WireAnswer> {
  return sendOverWire({ port: portOf(stack, appId), target, ...request });
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
