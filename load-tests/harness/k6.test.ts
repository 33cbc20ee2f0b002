import { expect, it } from "@jest/globals";
import { messageOf } from "./k6.js";

it("takes the message out of a line of k6's log, and another line as it is", () => {
  const line =
    'time="2026-01-01T00:00:00Z" level=error msg="wrong answer: \\"504\\" TIMEOUT" source=console';
  expect(messageOf(line)).toBe('wrong answer: "504" TIMEOUT');
  expect(messageOf("panic: out of memory")).toBe("panic: out of memory");
});
