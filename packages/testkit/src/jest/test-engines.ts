/** Engines that serve every suite of a run; `environment` says where they are. */
export interface TestEngines {
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}
