import { describe, expect, it } from "@jest/globals";
import { eventually } from "@rentezy/testkit";
import { createInjector } from "./injector.js";
import type { FaultContext } from "./fault-actions.js";
import { kinds } from "./kinds.js";
import type { Fault } from "./plan.js";

const [kind] = kinds;
const name = `${kind?.action} ${kind?.to}`;
const context = {} as Partial<FaultContext> as FaultContext;

function planned(beginsMs: number, endsMs: number): Fault {
  if (!kind) throw new Error("there are no faults");
  return { kind, beginsMs, endsMs };
}

/** Faults that are undone at the given attempt, from 1; 0 cannot begin. */
function world(attempts: number) {
  const said: string[] = [];
  let undone = 0;
  const begin = () => {
    let left = attempts;
    if (left === 0) return Promise.reject(new Error("it is broken already"));
    return Promise.resolve(() => {
      left -= 1;
      if (left > 0) return Promise.reject(new Error("not yet"));
      undone += 1;
      return Promise.resolve();
    });
  };
  const injector = createInjector(context, (line) => said.push(line), begin);
  return { injector, said, undone: () => undone };
}

describe("the injector of faults", () => {
  it("counts what happened, and undoes it", async () => {
    const { injector, undone } = world(1);
    await injector.follow([planned(0, 10), planned(5, 20)], Date.now());
    expect(injector.happened()).toEqual({ [name]: 2 });
    expect(undone()).toBe(2);
  });

  it("does not count what could not begin, and says so", async () => {
    const { injector, said } = world(0);
    await injector.follow([planned(0, 10)], Date.now());
    expect(injector.happened()).toEqual({});
    expect(said).toEqual([
      `${name} did not happen: Error: it is broken already`,
    ]);
  });

  it("undoes a fault again and again until it is undone: another may stand in the way", async () => {
    const { injector, undone } = world(3);
    await injector.follow([planned(0, 10)], Date.now());
    expect(undone()).toBe(1);
  });

  it("undoes all that is broken when it is stopped, once, and breaks nothing more", async () => {
    const { injector, undone } = world(1);
    const plan = [planned(0, 60_000), planned(60_000, 90_000)];
    const followed = injector.follow(plan, Date.now());
    await eventually(() => expect(injector.happened()).toEqual({ [name]: 1 }));
    await injector.stop();
    expect(undone()).toBe(1);
    await followed;
    expect(undone()).toBe(1);
    expect(injector.happened()).toEqual({ [name]: 1 });
  });
});
