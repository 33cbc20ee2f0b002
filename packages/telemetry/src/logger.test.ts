import { expect, it } from "@jest/globals";
import { createLogger } from "./logger.js";

function logged(say: (logger: ReturnType<typeof createLogger>) => void) {
  const lines: string[] = [];
  say(
    createLogger(
      { appId: "test", level: "info" },
      { write: (line) => lines.push(line) },
    ),
  );
  return lines.join("");
}

it("tells of a failed statement without what it was to write", () => {
  const error = Object.assign(new Error("the disk is full"), {
    code: "53100",
    query: "INSERT INTO account",
    parameters: ["asha@example.com", "$argon2id$v=19$hash"],
    driverError: { detail: "Failing row contains (asha@example.com)" },
  });
  const text = logged((logger) => logger.error({ err: error }, "failed"));
  expect(text).toContain("the disk is full");
  expect(text).toContain("53100");
  expect(text).not.toMatch(/asha|argon2id/);
});

it("tells what caused an error", () => {
  const error = new Error("not saved", { cause: new Error("no connection") });
  const text = logged((logger) => logger.error({ err: error }, "failed"));
  expect(text).toContain("no connection");
});

it("censors secrets wherever they stand", () => {
  const text = logged((logger) =>
    logger.info({ body: { user: { password: "monsoon-2026" } } }, "received"),
  );
  expect(text).not.toContain("monsoon");
});
