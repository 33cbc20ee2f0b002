import { join } from "node:path";
import { quiet } from "../progress.js";
import type { Progress } from "../progress.js";
import { buildGoModule } from "./go-module.js";
import { pins } from "./pins.js";

/** Stripe's own mock, which checks requests and makes answers by Stripe's OpenAPI. */
export interface StripeMockFiles {
  readonly program: string;
  /** Stripe's OpenAPI description, as JSON. */
  readonly openApi: string;
}

/** stripe-mock from the cache, else built with Go. Only tests use it. */
export async function provisionStripeMock(
  say: Progress = quiet,
): Promise<StripeMockFiles> {
  const { version } = pins.stripeMock;
  const folder = await buildGoModule(
    {
      name: "stripe-mock",
      ...pins.stripeMock,
      packages: ["."],
      // The module ships a vendor folder without the code in it.
      flags: ["-mod=mod", "-ldflags", `-X main.version=${version}`],
      files: ["embedded/openapi/spec3.json"],
    },
    say,
  );
  return {
    program: join(folder, "stripe-mock"),
    openApi: join(folder, "spec3.json"),
  };
}
