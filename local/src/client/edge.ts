/** The product's API as anyone outside calls it: through the gateway, with a token or without. */
import { z } from "zod";
import { UserError } from "../progress.js";

/** One request; the body is sent as JSON. */
export interface Call {
  readonly method?: "GET" | "POST" | "PATCH";
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** What was parsed from JSON; the text itself when it was none. */
  readonly body: unknown;
  /** From the first byte sent to the last one read, in milliseconds. */
  readonly ms: number;
}

export type CallEdge = (path: string, call?: Call) => Promise<Answer>;

const TIMEOUT_MS = 30_000;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** fetch says only that it failed; why is in the cause. */
function reasonOf(error: unknown): string {
  const { cause, message } = error instanceof Error ? error : new Error();
  return cause instanceof Error && cause.message !== ""
    ? cause.message
    : message;
}

/** Calls one server. Answers of every status are returned; only a lost answer throws, a UserError. */
export function createEdge(baseUrl: string): CallEdge {
  return async (path, { method = "GET", token, body, headers } = {}) => {
    const begun = performance.now();
    const url = `${baseUrl}${path}`;
    const reply = await fetch(url, {
      method,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new UserError(
        `${url} does not answer (${reasonOf(cause)}); what runs: npm run status`,
      );
    });
    const text = await reply.text();
    return {
      status: reply.status,
      headers: reply.headers,
      body: parsed(text),
      ms: performance.now() - begun,
    };
  };
}

const problem = z.object({ code: z.string() });

/** The stable code of a refusal; undefined when the answer is none. */
export function codeOf({ body }: Answer): string | undefined {
  return problem.safeParse(body).data?.code;
}

/** An answer that the API's description does not allow for. */
export class UnexpectedAnswer extends UserError {
  constructor(
    path: string,
    wanted: number,
    readonly answer: Answer,
  ) {
    const { status, body } = answer;
    super(`${path}: expected ${wanted}, got ${status} ${JSON.stringify(body)}`);
  }
}

/** Reads an answer's body. Throws UnexpectedAnswer for another status than the one wanted. */
export function bodyOf<Schema extends z.ZodType>(
  path: string,
  answer: Answer,
  wanted: number,
  schema: Schema,
): z.infer<Schema> {
  if (answer.status !== wanted)
    throw new UnexpectedAnswer(path, wanted, answer);
  return schema.parse(answer.body);
}
