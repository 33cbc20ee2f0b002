/** The architecture as rules: a dependency that points outward fails the build (docs/adr/0002). */
const within = (layer) => `^services/([^/]+)(/emulator)?/src/${layer}`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "A cycle has no first file to read.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-service-imports-another",
      comment: "Services meet through contracts, calls and events only.",
      severity: "error",
      from: { path: "^services/([^/]+)/" },
      to: { path: "^services/([^/]+)/", pathNot: "^services/$1/" },
    },
    {
      name: "packages-know-no-service",
      severity: "error",
      from: { path: "^packages/" },
      to: { path: "^(services|tests|load-tests)/" },
    },
    {
      name: "only-tests-use-the-testkit",
      severity: "error",
      from: {
        path: "^(packages|services)/",
        pathNot: "^packages/testkit/|/test/|[.]test[.]ts$",
      },
      to: { path: "^(packages/testkit|local|tests)/" },
    },
    {
      name: "domain-is-pure",
      comment: "The domain does no I/O and knows no framework.",
      severity: "error",
      from: { path: within("domain/"), pathNot: "[.]test[.]ts$" },
      to: {
        pathNot:
          "^services/[^/]+(/emulator)?/src/domain/|^packages/contracts/|^node:crypto$|^crypto$|zod",
      },
    },
    {
      name: "use-cases-point-inward",
      severity: "error",
      from: { path: within("use-cases/") },
      to: {
        path: "^services/[^/]+(/emulator)?/src/(http|events|workflow|app|main|config)",
      },
    },
    {
      name: "persistence-points-inward",
      severity: "error",
      from: { path: within("persistence/") },
      to: {
        path: "^services/[^/]+(/emulator)?/src/(http|events|workflow|app|main|config)",
      },
    },
    {
      name: "entry-points-do-not-depend-on-each-other",
      comment:
        "http, events and workflow are three ways into the same use cases.",
      severity: "error",
      from: { path: "^services/([^/]+)/src/(http|events|workflow)/" },
      to: {
        path: "^services/[^/]+/src/(http|events|workflow)/",
        pathNot: "^services/$1/src/$2/",
      },
    },
    {
      name: "contracts-depend-on-zod-only",
      severity: "error",
      from: { path: "^packages/contracts/src/", pathNot: "[.]test[.]ts$" },
      to: { pathNot: "^packages/contracts/|/zod/|^zod|node_modules/zod" },
    },
    {
      name: "the-verdict-shares-nothing",
      comment:
        "What judges the services from outside must not take their word for what is right.",
      severity: "error",
      from: { path: "^load-tests/faults/", pathNot: "[.]test[.]ts$" },
      to: { path: "^(packages|services)/" },
    },
    {
      name: "nothing-unlisted",
      comment: "A dependency is declared by the workspace that uses it.",
      severity: "error",
      from: { path: "^(packages|services|local|tests|load-tests)/" },
      to: {
        dependencyTypes: [
          "npm-no-pkg",
          "npm-unknown",
          "unknown",
          "undetermined",
        ],
      },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules|dist" },
    exclude: {
      path: "node_modules/.cache|/dist/|[.]rentezy/|load-tests/scenarios/",
    },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      conditionNames: ["rentezy-source", "import", "node", "default", "types"],
      exportsFields: ["exports"],
    },
    combinedDependencies: true,
  },
};
