/**
 * Loaded with `node --import` before an app's own modules, so that OpenTelemetry can wrap what
 * they load. Exports traces when OTEL_EXPORTER_OTLP_ENDPOINT (`http://host:4318`) is set; without
 * it nothing is loaded and tracing costs nothing, while trace ids still travel (see context.ts).
 */
import { register } from "node:module";
import process from "node:process";

const endpoint = process.env["OTEL_EXPORTER_OTLP_ENDPOINT"];

if (endpoint !== undefined) {
  register("@opentelemetry/instrumentation/hook.mjs", import.meta.url);
  const { exportTraces } = await import("./traces.js");
  await exportTraces(endpoint, process.env["APP_ID"] ?? "unnamed");
}
