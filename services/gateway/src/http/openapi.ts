import type { Logger } from "@rentezy/telemetry";
import { z } from "zod";
import type { Sidecar } from "./sidecar.js";

const section = z.record(z.string(), z.unknown()).default({});

const document = z.object({
  paths: section,
  components: z.record(z.string(), section).default({}),
});
type Document = z.infer<typeof document>;

const FRESH_MS = 60_000;

/** A document that lacks a service is asked for again sooner. */
const PARTIAL_MS = 5_000;

export interface ApiDocumentOptions {
  readonly sidecar: Sidecar;
  readonly appIds: readonly string[];
  readonly logger: Logger;
}

/**
 * Makes the reader of the platform's OpenAPI document: those of all services in one. A service that
 * does not answer is left out, or kept as it last was; the document is made anew when a minute old.
 */
export function createApiDocument(options: ApiDocumentOptions) {
  const { sidecar, appIds, logger } = options;
  const last = new Map<string, Document>();
  let made: { readonly json: Promise<string>; staleAt: number } | undefined;

  const readOne = async (appId: string): Promise<boolean> => {
    try {
      const path = `/v1.0/invoke/${appId}/method/public/openapi.json`;
      last.set(appId, await sidecar.read(path, document));
      return true;
    } catch (error) {
      logger.warn({ err: error, service: appId }, "no OpenAPI document");
      return false;
    }
  };

  const readAll = async (entry: { staleAt: number }): Promise<string> => {
    const read = await Promise.all(appIds.map(readOne));
    const complete = read.every(Boolean);
    entry.staleAt = performance.now() + (complete ? FRESH_MS : PARTIAL_MS);
    const known = appIds.flatMap((appId) => last.get(appId) ?? []);
    return JSON.stringify(merged(known));
  };

  return (): Promise<string> => {
    if (!made || performance.now() >= made.staleAt) {
      const entry = { staleAt: Infinity };
      made = Object.assign(entry, { json: readAll(entry) });
    }
    return made.json;
  };
}

/** One document of many; where two define a component of one name, they define the same. */
function merged(documents: readonly Document[]) {
  const components: Record<string, Record<string, unknown>> = {};
  for (const each of documents) {
    for (const [kind, entries] of Object.entries(each.components))
      components[kind] = { ...components[kind], ...entries };
  }
  return {
    openapi: "3.0.3",
    info: { title: "RentEzy", version: "1.0.0" },
    servers: [{ url: "/" }],
    paths: Object.assign({}, ...documents.map(({ paths }) => paths)) as object,
    components,
  };
}
