/** Looks at what waits this often within one deadline. */
const LOOKS = 4;

interface Waiting {
  looks: number;
  readonly giveUp: () => void;
}

/**
 * Makes a bound on waiting for answers that come over the network: a promise not settled after
 * `milliseconds` is rejected, and `onTimeout` told.
 *
 * One timer looks at all that wait, a few times before any is given up, and between two looks
 * the process reads what has arrived. So when this process was the slow one, its own delay is not
 * taken for the peer's silence, as it is by a timer of each promise.
 */
export function createDeadline(milliseconds: number, onTimeout: () => void) {
  const waiting = new Set<Waiting>();
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    if (waiting.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
    for (const each of waiting) {
      each.looks += 1;
      // The first look may come at once after the wait began.
      if (each.looks <= LOOKS) continue;
      waiting.delete(each);
      each.giveUp();
      onTimeout();
    }
  };
  return <Answer>(answer: Promise<Answer>): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const giveUp = () =>
        reject(new Error(`there was no answer within ${milliseconds} ms`));
      const entry: Waiting = { looks: 0, giveUp };
      waiting.add(entry);
      timer ??= setInterval(look, milliseconds / LOOKS).unref();
      answer.then(resolve, reject).finally(() => waiting.delete(entry));
    });
}
