/** A refusal in Stripe's words. `stored` says whether an idempotency key remembers it: Stripe forgets what it refused before it began. */
export type StripeErrorType =
  "api_error" | "card_error" | "idempotency_error" | "invalid_request_error";

export interface StripeErrorDetail {
  readonly message: string;
  readonly code?: string | undefined;
  readonly param?: string | undefined;
}

export class StripeError extends Error {
  override readonly name = "StripeError";

  constructor(
    readonly status: number,
    readonly type: StripeErrorType,
    readonly detail: StripeErrorDetail,
    readonly stored = true,
  ) {
    super(detail.message);
  }

  /** The body Stripe answers with. */
  body(): object {
    const { code, param, message } = this.detail;
    return {
      error: {
        ...(code !== undefined && {
          code,
          doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}`,
        }),
        message,
        ...(param !== undefined && { param }),
        type: this.type,
      },
    };
  }
}

/** The request was well formed and the state of things forbids it. */
export const refused = (
  message: string,
  detail: { code?: string; param?: string } = {},
) => new StripeError(400, "invalid_request_error", { message, ...detail });

/** A parameter is wrong; nothing began, so no idempotency key remembers it. */
export const invalidParameter = (
  message: string,
  param: string,
  code?: string,
) =>
  new StripeError(
    400,
    "invalid_request_error",
    { message, param, code },
    false,
  );

/** Nothing has this id. */
export const noSuch = (object: string, id: string, param: string) =>
  new StripeError(404, "invalid_request_error", {
    message: `No such ${object}: '${id}'`,
    param,
    code: "resource_missing",
  });

export const unauthorized = (message: string) =>
  new StripeError(401, "invalid_request_error", { message }, false);

export const rateLimited = () =>
  new StripeError(
    429,
    "invalid_request_error",
    { message: "Request rate limit exceeded.", code: "rate_limit" },
    false,
  );

export const serverError = () =>
  new StripeError(500, "api_error", { message: "An unknown error occurred" });
