import type { NodeSDK } from "@opentelemetry/sdk-node";
import pTimeout from "p-timeout";

/**
 * Where the exporter of the process is found. The preload is a bundle of its own: it shares no module
 * with the app, only the global object.
 */
const EXPORTER = Symbol.for("rentezy.telemetry.exporter");

interface Holder {
  [EXPORTER]?: Pick<NodeSDK, "shutdown">;
}

/** How long the last spans may take to leave, in milliseconds. */
const FLUSH_MS = 2_000;

/** Exports the spans of this process to `http://host:4318` or the like. */
export async function exportTraces(
  endpoint: string,
  serviceName: string,
): Promise<void> {
  const [
    { NodeSDK },
    { OTLPTraceExporter },
    { HttpInstrumentation },
    { PgInstrumentation },
  ] = await Promise.all([
    import("@opentelemetry/sdk-node"),
    import("@opentelemetry/exporter-trace-otlp-http"),
    import("@opentelemetry/instrumentation-http"),
    import("@opentelemetry/instrumentation-pg"),
  ]);
  const sdk = new NodeSDK({
    serviceName,
    traceExporter: new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }),
    instrumentations: [new HttpInstrumentation(), new PgInstrumentation()],
  });
  sdk.start();
  (globalThis as Holder)[EXPORTER] = sdk;
}

/**
 * Sends the spans that wait for their batch, as the last thing that a process does: those of its last
 * moments tell most when it was made to stop. Never throws, and gives up where nobody takes them.
 */
export async function flushTraces(): Promise<void> {
  const exporter = (globalThis as Holder)[EXPORTER];
  if (!exporter) return;
  await pTimeout(exporter.shutdown(), { milliseconds: FLUSH_MS }).catch(
    () => undefined,
  );
}
