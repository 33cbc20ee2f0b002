/**
 * Every engine that `up` may provision: its version and the checksum that what is fetched must have.
 * Go modules carry the h1 sum of the module's source, jars the sha256 of the file.
 */
export const pins = {
  dapr: {
    module: "github.com/dapr/dapr",
    version: "1.18.2",
    sum: "h1:yT1BXImaUiYtIKaKVnOBiWVFqQU1ckQaiXkXEO2+Dh0=",
  },
  k6: {
    module: "go.k6.io/k6",
    version: "1.8.1",
    sum: "h1:orZsbZ2Od0CVZICs9YpTgkKcxfPghJW8VZtwg0cj8H8=",
  },
  stripeMock: {
    module: "github.com/stripe/stripe-mock",
    version: "0.203.0",
    sum: "h1:EzW7nb/fphqcAkgVRHAaC88OaAZo6SBWSl54cflDTio=",
  },
  kafka: { version: "4.1.0" /* jars and their sums: kafka.lock.json */ },
  redis: {
    artifact: "com.github.codemonstur:embedded-redis:1.4.3",
    sha256: "ffbc63265c60d25dee453d6f656b527d98200d98657c6a0ab4dec4ea2c3a5cd6",
    oldest: [6, 2],
  },
  postgres: {
    oldest: 15 /* the embedded one is pinned by package-lock.json */,
  },
  java: { oldest: 17 },
} as const;
