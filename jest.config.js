/** One configuration, four projects: pure code, one service on real engines, the whole stack, and the checker of faults. */
const project = (displayName, roots, extra = {}) => ({
  displayName,
  roots,
  testEnvironment: "node",
  testEnvironmentOptions: {
    customExportConditions: ["rentezy-source", "node"],
  },
  testMatch: ["**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  transformIgnorePatterns: ["/node_modules/"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      {
        jsc: { parser: { syntax: "typescript" }, target: "es2022" },
        module: { type: "es6" },
        sourceMaps: "inline",
      },
    ],
  },
  ...extra,
});

const sources = ["packages", "services", "local", "load-tests"];

export default {
  testTimeout: 60_000,
  projects: [
    project(
      "unit",
      sources.map((folder) => `<rootDir>/${folder}`),
      { testPathIgnorePatterns: ["/node_modules/", "/dist/", "/test/"] },
    ),
    project("service", ["<rootDir>/services", "<rootDir>/packages"], {
      testMatch: ["**/test/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", "/dist/"],
      globalSetup: "<rootDir>/packages/testkit/src/jest/global-setup.mjs",
      globalTeardown: "<rootDir>/packages/testkit/src/jest/global-teardown.mjs",
    }),
    project("stack", ["<rootDir>/tests"], {
      globalSetup: "<rootDir>/tests/jest/global-setup.mjs",
      globalTeardown: "<rootDir>/tests/jest/global-teardown.mjs",
    }),
    project("trials", ["<rootDir>/load-tests/faults/trials"], {
      testMatch: ["**/test/**/*.test.ts"],
      globalSetup: "<rootDir>/load-tests/faults/trials/jest/global-setup.mjs",
      globalTeardown:
        "<rootDir>/load-tests/faults/trials/jest/global-teardown.mjs",
    }),
  ],
};
