/** What a group's service says of one of its members: its result, or that it must be asked again. */
export type Served<Result> =
  { readonly result: Result } | { readonly again: true };

export interface GroupOptions<Item, Result> {
  /** Serves members in order of arrival; answers one for each, in the same order. */
  readonly serve: (
    key: string,
    items: readonly Item[],
  ) => Promise<readonly Served<Result>[]>;
  readonly largestGroup: number;
  /** Past this many waiting members in all, a new one is turned away. */
  readonly mostWaiting: number;
  /** Whether an error of `serve` may be the doing of one member; if not, all of them hear it. */
  readonly blamesMember: (error: unknown) => boolean;
  /** What a member that is turned away hears. */
  readonly busy: () => Error;
}

interface Member<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets those who want the same thing at the same time be served together: while one group of a key
 * is being served, the next one gathers. A lone member is served at once, alone.
 */
export function createGroups<Item, Result>(
  options: GroupOptions<Item, Result>,
): (key: string, item: Item) => Promise<Result> {
  const { largestGroup, mostWaiting, busy } = options;
  const queues = new Map<string, Member<Item, Result>[]>();
  let waiting = 0;

  const serveQueue = async (
    key: string,
    queue: Member<Item, Result>[],
  ): Promise<void> => {
    while (queue.length > 0) {
      const group = queue.splice(0, largestGroup);
      const again = await serveGroup(options, key, group);
      waiting -= group.length - again.length;
      queue.unshift(...again);
    }
    queues.delete(key);
  };

  return (key, item) => {
    if (waiting >= mostWaiting) return Promise.reject(busy());
    waiting += 1;
    return new Promise<Result>((resolve, reject) => {
      const member = { item, resolve, reject };
      const queue = queues.get(key);
      if (queue) {
        queue.push(member);
        return;
      }
      const first = [member];
      queues.set(key, first);
      void serveQueue(key, first);
    });
  };
}

/** Serves a group and tells each member; answers those who must be asked again. */
async function serveGroup<Item, Result>(
  options: GroupOptions<Item, Result>,
  key: string,
  group: readonly Member<Item, Result>[],
): Promise<Member<Item, Result>[]> {
  const again: Member<Item, Result>[] = [];
  try {
    const served = await options.serve(
      key,
      group.map(({ item }) => item),
    );
    group.forEach((member, index) => {
      const answer = served[index];
      if (answer && "result" in answer) member.resolve(answer.result);
      else again.push(member);
    });
  } catch (error) {
    if (group.length > 1 && options.blamesMember(error))
      await serveApart(options, key, group);
    else group.forEach(({ reject }) => reject(error));
  }
  return again;
}

/** A group that failed is served one by one, so that a bad member fails alone. */
async function serveApart<Item, Result>(
  options: GroupOptions<Item, Result>,
  key: string,
  group: readonly Member<Item, Result>[],
): Promise<void> {
  for (const member of group) {
    let left = [member];
    while (left.length > 0) left = await serveGroup(options, key, left);
  }
}
