/** What lies between the service and Stripe, when somebody else decides what it does with each call. */
import {
  ProviderRefusal,
  providerUnavailable,
} from "../../src/domain/errors.js";

/** `breaks`: Stripe answers 500 and has done nothing; `breaks afterwards`: 500, and it is done all the same. */
export const FAULTS = [
  "request lost",
  "answer lost",
  "breaks",
  "breaks afterwards",
] as const;
export type Fault = (typeof FAULTS)[number] | "none";

/** Resolves when whoever decides about order lets it go on. */
export type Travel = (label: string) => Promise<void>;

type Answer<Result> =
  { readonly result: Result } | { readonly refusal: ProviderRefusal };

/** One call of Stripe; with a key, the first answer is given again, refusals too. */
export type Call = <Result>(
  name: string,
  key: string | undefined,
  effect: () => Result,
) => Promise<Result>;

/** `disown` hears of each thing that Stripe did although it said that it did not. */
export function createCalls(
  travel: Travel,
  nextFault: () => Fault,
  disown: (name: string) => void,
): Call {
  const answers = new Map<string, Answer<unknown>>();
  return async <Result>(
    name: string,
    key: string | undefined,
    effect: () => Result,
  ) => {
    await travel(`${name}: request`);
    const fault = nextFault();
    if (fault === "request lost") throw providerUnavailable();
    const known = key === undefined ? undefined : answers.get(key);
    const answer = (known as Answer<Result> | undefined) ?? run(effect, fault);
    if (known === undefined && fault === "breaks afterwards") disown(name);
    if (key !== undefined) answers.set(key, answer);
    await travel(`${name}: answer${fault === "none" ? "" : `, ${fault}`}`);
    if (fault === "answer lost") throw providerUnavailable();
    if ("refusal" in answer) throw answer.refusal;
    return answer.result;
  };
}

function run<Result>(effect: () => Result, fault: Fault): Answer<Result> {
  if (fault === "breaks") return { refusal: new ProviderRefusal(500) };
  try {
    const result = effect();
    return fault === "breaks afterwards"
      ? { refusal: new ProviderRefusal(500) }
      : { result };
  } catch (error) {
    if (!(error instanceof ProviderRefusal)) throw error;
    return { refusal: error };
  }
}
