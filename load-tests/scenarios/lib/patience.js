/** What a good client does with a clear "come again": it comes again, with the same key. */
import { sleep } from "k6";
import { Counter } from "k6/metrics";
import { number } from "./settings.js";

/** How long one request is asked again, in seconds; by default never, because that is no answer to count on. */
const patienceSeconds = number("PATIENCE_SECONDS", 0);

/** Requests that were asked again, each time counted. */
const repeated = new Counter("requests_repeated");

let repeats = 0;

/** Whether what was sent last had to be sent again. */
export const wasRepeated = () => repeats > 0;

const isComeAgain = (response) =>
  response.status === 503 && Number(response.headers["Retry-After"]) > 0;

/**
 * Sends until the answer is another than 503 with a time to come again, or patience is over.
 * @param send the same request each time
 */
export function insist(send) {
  repeats = 0;
  let response = send();
  const deadline = Date.now() + patienceSeconds * 1000;
  while (isComeAgain(response) && Date.now() < deadline) {
    sleep(Number(response.headers["Retry-After"]));
    repeated.add(1);
    repeats += 1;
    response = send();
  }
  return response;
}
