import type { ValueTransformer } from "typeorm";

/** Postgres sends a bigint as text; ours (paise, positions) stay far below 2^53. */
export const bigintAsNumber: ValueTransformer = {
  to: (value: number | null | undefined) => value,
  from: (value: string | null) => (value === null ? null : Number(value)),
};
