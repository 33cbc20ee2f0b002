/** How one request to the API is answered: faults wished for, idempotency, the operation, and only then the answer. */
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { Request, RequestHandler, Response } from "express";
import type { ApiFault, ApiFaults } from "../../controls/api-faults.js";
import {
  invalidParameter,
  rateLimited,
  serverError,
  StripeError,
} from "../../domain/errors.js";
import {
  answerToReplay,
  fingerprintOf,
  keyInUse,
  MAX_KEY_LENGTH,
} from "../../domain/idempotency.js";
import type { DurableRecords } from "../../persistence/durable-records.js";
import type { Desk } from "../../use-cases/desk.js";
import { expand } from "./expand.js";
import type { ApiCall, Operation } from "./operation.js";
import { readParameters } from "./parameters.js";
import { z } from "zod";

interface Answer {
  readonly status: number;
  readonly body: object;
  readonly replayOf?: string;
}

interface ApiRequest extends ApiCall {
  readonly endpoint: string;
  readonly requestId: string;
  readonly expand: unknown;
}

const fields = z.record(z.string(), z.unknown());

function readRequest(req: Request, requestId: string): ApiRequest {
  const given = readParameters(
    fields,
    (req.method === "GET" ? req.query : req.body) ?? {},
  );
  const { expand: wished, ...input } = given;
  const key =
    req.method === "POST" ? (req.get("idempotency-key") ?? null) : null;
  if (key !== null && (key === "" || key.length > MAX_KEY_LENGTH))
    throw invalidParameter(
      `Idempotency keys must have 1 to ${MAX_KEY_LENGTH} characters`,
      "Idempotency-Key",
    );
  return {
    id: typeof req.params.id === "string" ? req.params.id : "",
    input,
    expand: wished,
    cause: { requestId, idempotencyKey: key },
    endpoint: req.path,
    requestId,
  };
}

function execute(
  desk: Desk,
  operation: Operation,
  request: ApiRequest,
  fault: ApiFault | null,
) {
  try {
    if (fault?.kind === "500") throw serverError();
    const body = expand(desk, operation(request), request.expand);
    return { status: 200, body, stored: true };
  } catch (error) {
    if (!(error instanceof StripeError)) throw error;
    return { status: error.status, body: error.body(), stored: error.stored };
  }
}

function answer(
  deps: { records: DurableRecords; desk: Desk },
  operation: Operation,
  request: ApiRequest,
  fault: ApiFault | null,
): Answer {
  const { records, desk } = deps;
  const key = request.cause.idempotencyKey;
  if (key === null) return execute(desk, operation, request, fault);

  const fingerprint = fingerprintOf({
    ...request.input,
    expand: request.expand,
  });
  const asked = { endpoint: request.endpoint, fingerprint };
  const replay = answerToReplay(
    records.get("answer", key),
    asked,
    desk.nowMs(),
  );
  if (replay !== undefined)
    return {
      status: replay.status,
      body: replay.body,
      replayOf: replay.requestId,
    };

  const { stored, ...first } = execute(desk, operation, request, fault);
  if (stored) {
    const { requestId } = request;
    records.put("answer", {
      id: key,
      ...asked,
      ...first,
      requestId,
      storedAtMs: desk.nowMs(),
    });
  }
  return first;
}

async function cutConnection(req: Request, holdMs: number): Promise<void> {
  await Promise.race([
    delay(holdMs, undefined, { ref: false }),
    once(req.socket, "close"),
  ]);
  req.socket.destroy();
}

function send(res: Response, { status, body, replayOf }: Answer): void {
  if (replayOf !== undefined)
    res.set({ "Idempotent-Replayed": "true", "Original-Request": replayOf });
  res.status(status).json(body);
}

/** Makes handlers of operations. What an operation changes and the answer to its key become durable together, before anybody hears of it. */
export function createApiServer(deps: {
  records: DurableRecords;
  desk: Desk;
  faults: ApiFaults;
}) {
  const inProgress = new Set<string>();

  const serve = async (
    operation: Operation,
    req: Request,
    res: Response,
  ): Promise<void> => {
    const request = readRequest(req, String(res.get("Request-Id")));
    const key = request.cause.idempotencyKey;
    const fault = deps.faults.take(req.method, req.path);
    if (fault?.kind === "429") throw rateLimited();
    if (fault?.kind === "timeout-before")
      return cutConnection(req, fault.holdMs);
    if (key !== null) {
      if (inProgress.has(key)) throw keyInUse(key);
      inProgress.add(key);
      res.set("Idempotency-Key", key);
    }
    try {
      const given = deps.records.together(() =>
        answer(deps, operation, request, fault),
      );
      await deps.records.flushed();
      if (fault?.kind === "timeout-after")
        await cutConnection(req, fault.holdMs);
      else send(res, given);
    } finally {
      if (key !== null) inProgress.delete(key);
    }
  };

  return (operation: Operation): RequestHandler =>
    (req, res) =>
      serve(operation, req, res);
}
