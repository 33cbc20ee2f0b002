import { z } from "zod";

/** A whole number; bound it where it is used: `wholeNumber.min(1)`. */
export const wholeNumber = z.coerce.number().int();

/** A TCP port. */
export const port = wholeNumber.min(1).max(65_535);

/** `true` or `false`; anything else is a mistake, not a choice. */
export const flag = z.stringbool({ truthy: ["true"], falsy: ["false"] });

/** Values with commas between them. */
export const list = z.string().transform((text) =>
  text
    .split(",")
    .map((value) => value.trim())
    .filter((value) => value !== ""),
);
