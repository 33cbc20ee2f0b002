import { DomainError, type ErrorTable } from "@rentezy/contracts";

/** How the refusals of replaying are answered. */
export const deadLetterErrors = {
  "DEAD_LETTER.NOT_FOUND": {
    status: 404,
    title: "There is no such dead letter",
  },
  "DEAD_LETTER.FAILED_AGAIN": {
    status: 409,
    title: "The event failed again",
  },
} as const satisfies ErrorTable;

export const noSuchLetter = () =>
  new DomainError("DEAD_LETTER.NOT_FOUND", "No dead letter has this id.");

/** The reason is the operator's to read: it is kept beside the letter too. */
export const failedAgain = (reason: string) =>
  new DomainError("DEAD_LETTER.FAILED_AGAIN", reason);
