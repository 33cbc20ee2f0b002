import { beforeAll, describe, expect, it } from "@jest/globals";
import { startStack, type Stack } from "@rentezy/local";
import { command } from "./support/command.js";
import { testStack } from "./support/stack.js";

const STORY_MS = 600_000;

describe("the demo", () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await testStack();
  });

  const tell = async (portBase: number) => {
    const { code, output } = await command(
      "demo",
      "--port-base",
      String(portBase),
    );
    expect({ code, output }).toMatchObject({ code: 0 });
  };

  it("tells the story to every ending", () => tell(stack.portBase), STORY_MS);

  it(
    "tells it on a second stack beside the first, whose broker is Redis",
    async () => {
      const portBase = stack.portBase + 1_000;
      const second = await startStack({
        portBase,
        broker: "redis",
        fresh: true,
      });
      try {
        await tell(portBase);
      } finally {
        await second.down({ wipe: true });
      }
      await stack.waitHealthy();
    },
    STORY_MS,
  );
});
