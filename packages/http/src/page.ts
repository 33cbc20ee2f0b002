import { uuid } from "@rentezy/contracts";
import { z } from "zod";

/** The query of every list: `limit` items at most, from after `cursor` (the last item's id). */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: uuid.optional(),
});
export type PageQuery = z.infer<typeof pageQuery>;

/** The answer of every list; `nextCursor` is null on the last page. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: uuid.nullable() });

/**
 * Makes a page from up to `limit + 1` items: the one too many only tells that there is more.
 */
export function toPage<Item extends { readonly id: string }>(
  items: readonly Item[],
  limit: number,
) {
  const page = items.slice(0, limit);
  return {
    items: page,
    nextCursor: items.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}
