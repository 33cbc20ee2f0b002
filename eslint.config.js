import tseslint from "typescript-eslint";

export default tseslint.config(
  {
    ignores: [
      "**/dist/**",
      "**/node_modules/**",
      "**/.rentezy/**",
      "load-tests/scenarios/**",
    ],
  },
  ...tseslint.configs.strictTypeChecked.map((config) => ({
    ...config,
    files: ["**/*.ts"],
  })),
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "max-lines": [
        "error",
        { max: 300, skipBlankLines: true, skipComments: true },
      ],
      "max-lines-per-function": [
        "error",
        { max: 50, skipBlankLines: true, skipComments: true },
      ],
      eqeqeq: "error",
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      "no-console": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true },
      ],
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true },
      ],
    },
  },
  {
    // process.env has one reader: what a service can be told is one zod schema in config.ts.
    files: ["services/*/src/**/*.ts", "packages/*/src/**/*.ts"],
    ignores: [
      "**/config.ts",
      "packages/telemetry/src/preload.ts",
      "packages/testkit/**",
    ],
    rules: {
      "no-restricted-properties": [
        "error",
        {
          object: "process",
          property: "env",
          message: "Read the environment in config.ts only.",
        },
      ],
    },
  },
  {
    // TypeORM types the options of an EntitySchema as a class and takes a literal, as its guide does.
    files: ["services/*/src/persistence/**/*.ts"],
    rules: {
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
    },
  },
  {
    // Workflows must be async generators, and what they yield is awaited by the engine.
    files: ["services/*/src/workflow/**/*.ts"],
    rules: { "@typescript-eslint/require-await": "off" },
  },
  {
    // A suite is one function that holds many tests.
    files: ["**/*.test.ts"],
    rules: { "max-lines-per-function": "off" },
  },
  {
    // What runs at a terminal speaks to it.
    files: [
      "local/**/*.ts",
      "load-tests/**/*.ts",
      "tests/**/*.ts",
      "scripts/**",
    ],
    rules: { "no-console": "off" },
  },
);
