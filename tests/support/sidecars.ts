import type { Stack } from "@rentezy/local";
import { secretOf, urlOf } from "./stack.js";
import { sendOverWire, type WireAnswer, type WireRequest } from "./wire.js";

/** Every app-id of the stack that has a sidecar. */
export const SIDECARS = [
  "auth",
  "property",
  "booking",
  "payment",
  "gateway-public",
  "gateway",
] as const;
export type SidecarId = (typeof SIDECARS)[number];

/** The services: what sidecars call. */
export const SERVICES = ["auth", "property", "booking", "payment"] as const;

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
export async function openSidecar(stack: Stack, appId: SidecarId) {
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

/** All sidecars of the stack by app-id. */
export async function openSidecars(stack: Stack) {
  const entries = await Promise.all(
    SIDECARS.map(async (appId) => [appId, await openSidecar(stack, appId)]),
  );
  return Object.fromEntries(entries) as Record<SidecarId, SidecarApi>;
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
