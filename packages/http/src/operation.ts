import type { Caller, Role } from "@rentezy/contracts";
import type {
  ErrorRequestHandler,
  Request,
  RequestHandler,
  Response,
} from "express";
import { Router } from "express";
import { z } from "zod";
import { HttpProblem } from "./problem.js";
import { validate } from "./validation.js";

/** Who may call an operation, stated where it is defined and enforced by the router. */
export type Access =
  | { readonly kind: "public" }
  | { readonly kind: "user"; readonly roles?: readonly Role[] }
  | { readonly kind: "app"; readonly callers: readonly string[] };

/** Verifies the Authorization header; throws HttpProblem 401 when there is no valid token. */
export type Authenticate = (
  authorization: string | undefined,
) => Promise<Caller>;

type Parsed<Schema> = Schema extends z.ZodType ? z.infer<Schema> : undefined;

interface Input<Params, Query, Headers, Body> {
  readonly params: Parsed<Params>;
  readonly query: Parsed<Query>;
  readonly headers: Parsed<Headers>;
  readonly body: Parsed<Body>;
  readonly request: Request;
  readonly response: Response;
}

/** What a handler answers; `body` is checked against the schema of its status. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Definition<Params, Query, Headers, Body, Who> {
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  /** Express path, from the root of the service: `/api/bookings/:bookingId`. */
  readonly path: string;
  readonly summary: string;
  readonly access: Who;
  readonly params?: Params;
  readonly query?: Query;
  readonly headers?: Headers;
  readonly body?: Body;
  /** Status -> schema of the answer; `null` for an answer without a body. */
  readonly replies: Readonly<Record<number, z.ZodType | null>>;
  readonly handler: (
    input: Input<Params, Query, Headers, Body> & {
      readonly caller: Who extends { kind: "user" } ? Caller : undefined;
    },
  ) => Promise<Reply> | Reply;
}

/** An operation with its types erased: what a router and the OpenAPI document need. */
export type Operation = Omit<
  Definition<unknown, unknown, unknown, unknown, Access>,
  "handler"
> & {
  /** Throws what is refused. */
  readonly serve: (
    authenticate: Authenticate,
  ) => (request: Request, response: Response) => Promise<void>;
};

/**
 * Defines one HTTP operation: its schemas, who may call it and what it answers. Unknown fields of
 * a body are refused when its schema is a `z.strictObject`.
 */
export function operation<
  Who extends Access,
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Headers extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(definition: Definition<Params, Query, Headers, Body, Who>): Operation {
  const { handler, ...described } = definition;
  const part = <Schema>(
    schema: Schema,
    value: unknown,
    where: string,
  ): Parsed<Schema> =>
    (schema instanceof z.ZodType
      ? validate(schema, value, where)
      : undefined) as Parsed<Schema>;
  return {
    ...described,
    serve: (authenticate) => async (request, response) => {
      const caller = await admit(definition.access, authenticate, request);
      const reply = await handler({
        params: part(definition.params as Params, request.params, "path"),
        query: part(definition.query as Query, request.query, "query"),
        headers: part(definition.headers as Headers, request.headers, "header"),
        body: part(definition.body as Body, request.body, "body"),
        request,
        response,
        caller: caller as Who extends { kind: "user" } ? Caller : undefined,
      });
      send(response, definition, reply);
    },
  };
}

async function admit(
  access: Access,
  authenticate: Authenticate,
  request: Request,
): Promise<Caller | undefined> {
  if (access.kind === "public") return undefined;
  if (access.kind === "app") {
    // The sidecar names the calling app from its mTLS identity; the access list stands there too.
    const app = request.get("dapr-caller-app-id");
    if (app !== undefined && access.callers.includes(app)) return undefined;
    throw new HttpProblem(
      403,
      "ACCESS.DENIED",
      "This operation is not open to the caller",
    );
  }
  const caller = await authenticate(request.get("authorization"));
  if (access.roles && !access.roles.includes(caller.role)) {
    throw new HttpProblem(
      403,
      "ACCESS.DENIED",
      "This operation is not open to the caller's role",
    );
  }
  return caller;
}

function send(
  response: Response,
  definition: Pick<Operation, "method" | "path" | "replies">,
  reply: Reply,
): void {
  const schema = definition.replies[reply.status];
  if (schema === undefined) {
    throw new Error(
      `${definition.method} ${definition.path} does not declare ${reply.status}`,
    );
  }
  for (const [name, value] of Object.entries(reply.headers ?? {}))
    response.setHeader(name, value);
  response.status(reply.status);
  if (schema === null) response.end();
  else response.json(schema.parse(reply.body));
}

/**
 * Registers operations in the order given. What one of them throws is answered here: handed to
 * Express, it would pass all that comes after on its way to the app's last handler.
 */
export function routerOf(
  operations: readonly Operation[],
  authenticate: Authenticate,
  answerError: ErrorRequestHandler,
): Router {
  const router = Router();
  for (const each of operations) {
    const serve = each.serve(authenticate);
    const handler: RequestHandler = (request, response, next) =>
      serve(request, response).catch((error: unknown) =>
        answerError(error, request, response, next),
      );
    router[each.method](each.path, handler);
  }
  return router;
}
