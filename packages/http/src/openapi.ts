import { problem } from "@rentezy/contracts";
import { z } from "zod";
import type { Operation } from "./operation.js";

/** An operation as clients read of it, whoever serves it. */
export type Described = Pick<
  Operation,
  | "method"
  | "path"
  | "summary"
  | "access"
  | "params"
  | "query"
  | "headers"
  | "body"
  | "replies"
>;

const jsonSchema = (schema: z.ZodType, io: "input" | "output"): object =>
  z.toJSONSchema(schema, { target: "openapi-3.0", io, unrepresentable: "any" });

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
}

function parameters(schema: unknown, place: "path" | "query" | "header") {
  if (!(schema instanceof z.ZodType)) return [];
  const { properties = {}, required = [] } = jsonSchema(
    schema,
    "input",
  ) as ObjectSchema;
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: property,
  }));
}

/** Where a client finds an operation: behind the edge that its path belongs to. */
function edgePath(appId: string, path: string): string {
  const [, edge, ...rest] = path.split("/");
  const tail = rest.map((part) => part.replace(/^:(\w+)$/, "{$1}")).join("/");
  return edge === "public"
    ? `/api/public/${appId}/${tail}`
    : `/api/${appId}/${tail}`;
}

function describe(appId: string, each: Described) {
  const body =
    each.body instanceof z.ZodType
      ? {
          requestBody: {
            required: true,
            content: {
              "application/json": { schema: jsonSchema(each.body, "input") },
            },
          },
        }
      : {};
  const replies = Object.entries(each.replies).map(
    ([status, schema]): [string, object] => [
      status,
      {
        description: status.startsWith("2") ? "Success" : "Answer",
        ...(schema && {
          content: {
            "application/json": { schema: jsonSchema(schema, "output") },
          },
        }),
      },
    ],
  );
  return {
    tags: [appId],
    summary: each.summary,
    ...(each.access.kind === "user" && { security: [{ bearer: [] }] }),
    parameters: [
      ...parameters(each.params, "path"),
      ...parameters(each.query, "query"),
      ...parameters(each.headers, "header"),
    ],
    ...body,
    responses: {
      ...Object.fromEntries(replies),
      default: { $ref: "#/components/responses/Problem" },
    },
  };
}

/** The OpenAPI 3.0 document of a service, made from the schemas that its router enforces. */
export function openApiOf(appId: string, operations: readonly Described[]) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const each of operations) {
    if (each.access.kind === "app") continue;
    (paths[edgePath(appId, each.path)] ??= {})[each.method] = describe(
      appId,
      each,
    );
  }
  return {
    openapi: "3.0.3",
    info: { title: `RentEzy ${appId}`, version: "1.0.0" },
    paths,
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
      },
      responses: {
        Problem: {
          description: "What went wrong, with a stable code",
          content: {
            "application/problem+json": {
              schema: jsonSchema(problem, "output"),
            },
          },
        },
      },
    },
  };
}
