import { noSuch } from "../domain/errors.js";

/** Bounds on `created`, Unix seconds. */
export interface CreatedRange {
  readonly gt?: number | undefined;
  readonly gte?: number | undefined;
  readonly lt?: number | undefined;
  readonly lte?: number | undefined;
}

export interface PageRequest {
  readonly limit: number;
  readonly startingAfter: string | undefined;
  readonly created: CreatedRange;
}

const isWithin = (
  created: number,
  { gt, gte, lt, lte }: CreatedRange,
): boolean =>
  (gt === undefined || created > gt) &&
  (gte === undefined || created >= gte) &&
  (lt === undefined || created < lt) &&
  (lte === undefined || created <= lte);

/**
 * A page of records, newest first, as Stripe's lists.
 * @param oldestFirst all records of the kind; the cursor is found among them even when the filter hides it
 */
export function listRecords<
  T extends { readonly id: string; readonly created: number },
>(
  object: string,
  oldestFirst: readonly T[],
  page: PageRequest,
  matches: (record: T) => boolean,
): { data: T[]; hasMore: boolean } {
  const cursor = page.startingAfter;
  const end =
    cursor === undefined
      ? oldestFirst.length
      : oldestFirst.findIndex(({ id }) => id === cursor);
  if (end === -1) throw noSuch(object, cursor ?? "", "starting_after");
  const found = oldestFirst
    .slice(0, end)
    .reverse()
    .filter(
      (record) => isWithin(record.created, page.created) && matches(record),
    );
  return {
    data: found.slice(0, page.limit),
    hasMore: found.length > page.limit,
  };
}
