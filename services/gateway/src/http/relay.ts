import type { Dispatcher } from "undici";
import { DomainError } from "@rentezy/contracts";
import type { Headers } from "../domain/request-headers.js";
import { responseHeaders } from "../domain/response-headers.js";
import {
  isFromService,
  sidecarRefusal,
  timedOut,
  unavailable,
} from "../domain/sidecar-answer.js";
import { ClientGone, type Exchange } from "./exchange.js";

/** As much of a sidecar's own error as is read to understand it. */
const UNDERSTOOD_BYTES = 4 * 1024;

/**
 * Passes a sidecar's answer to the client as it arrives, no faster than the client reads. An error
 * that does not come from a service is kept back and said in the gateway's own words.
 */
export class Relay implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | undefined;
  #refusedWith: number | undefined;
  #refusal = "";
  /** Why the relay gave up; what the sidecar does after that is of no interest. */
  #abandoned: Error | undefined;
  readonly #deadline: NodeJS.Timeout;

  /** `timeoutMs` runs from now to the answer's headers, the wait for a connection included. */
  constructor(
    private readonly exchange: Exchange,
    timeoutMs: number,
  ) {
    this.#deadline = setTimeout(() => {
      this.#abandon(timedOut());
    }, timeoutMs);
    exchange.response.once("close", () => {
      if (!exchange.response.writableFinished) this.#abandon(new ClientGone());
    });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#abandoned) controller.abort(this.#abandoned);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Headers,
  ): void {
    if (status < 200) return;
    clearTimeout(this.#deadline);
    if (status >= 400 && !isFromService(headers["content-type"]?.toString())) {
      this.#refusedWith = status;
      return;
    }
    this.exchange.begin(status, responseHeaders(headers));
  }

  onResponseData(
    controller: Dispatcher.DispatchController,
    chunk: Buffer,
  ): void {
    if (this.#refusedWith !== undefined) {
      if (this.#refusal.length < UNDERSTOOD_BYTES)
        this.#refusal += chunk.toString("latin1");
      return;
    }
    const { response } = this.exchange;
    if (response.write(chunk)) return;
    controller.pause();
    response.once("drain", () => controller.resume());
  }

  onResponseEnd(): void {
    if (this.#refusedWith === undefined) {
      this.exchange.response.end();
      return;
    }
    const { exchange } = this;
    const tokenSent = exchange.request.headers.authorization !== undefined;
    const error = sidecarRefusal(this.#refusedWith, this.#refusal, tokenSent);
    if (this.#refusedWith >= 500)
      exchange.log("warn", this.#refusal, "the sidecar could not deliver");
    exchange.fail(error);
  }

  onResponseError(
    _controller: Dispatcher.DispatchController,
    error: Error,
  ): void {
    clearTimeout(this.#deadline);
    if (this.#abandoned) return;
    if (error instanceof DomainError) {
      this.exchange.fail(error);
      return;
    }
    this.exchange.log("warn", error, "the sidecar did not answer");
    this.exchange.fail(unavailable());
  }

  #abandon(reason: Error): void {
    if (this.#abandoned) return;
    clearTimeout(this.#deadline);
    this.#abandoned = reason;
    this.#controller?.abort(reason);
    this.exchange.fail(reason);
  }
}
