/**
 * The hosted checkout page as a browser meets it: HTML comes, the person fills the form in, the form
 * is posted. Nothing here knows the emulator beyond what its page says.
 */
import { duration, Violation } from "./narrator.js";
import type { Narrator } from "./narrator.js";

/** A form as the page has it: what a browser would send if nobody typed anything. */
export interface PageForm {
  readonly method: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** What the page said after the form was posted. */
export interface PageAnswer {
  readonly status: number;
  /** The heading, or the alert if there is one. */
  readonly says: string;
  /** Where the page sends the payer on to; undefined when it keeps them. */
  readonly leadsTo: string | undefined;
}

const attributesOf = (tag: string): Record<string, string> =>
  Object.fromEntries(
    [...tag.matchAll(/([\w-]+)(?:="([^"]*)")?/g)]
      .slice(1)
      .map(([, name = "", value = ""]) => [name, value]),
  );

const textOf = (markup: string): string =>
  markup
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")
    .replace(/\s+/g, " ")
    .trim();

/** The page's form with the values in it. Throws Violation when the page has none. */
export function formIn(page: string): PageForm {
  const [, tag = "", content = ""] =
    /(<form\b[^>]*>)(.*?)<\/form>/s.exec(page) ?? [];
  if (tag === "")
    throw new Violation(`the page has no form: ${headingOf(page)}`);
  const inputs = [...content.matchAll(/<input\b[^>]*>/g)]
    .map(([input]) => attributesOf(input))
    // Of radio buttons a browser sends the one that is chosen.
    .filter(({ type, checked }) => type !== "radio" || checked !== undefined);
  return {
    method: (attributesOf(tag).method ?? "get").toUpperCase(),
    fields: Object.fromEntries(
      inputs.map(({ name = "", value = "" }) => [name, value]),
    ),
  };
}

/** What the page says first: its alert, else its heading. */
export function headingOf(page: string): string {
  const alert = /<p[^>]*role="alert"[^>]*>(.*?)<\/p>/s.exec(page)?.[1];
  const heading = /<h1[^>]*>(.*?)<\/h1>/s.exec(page)?.[1];
  return textOf(alert ?? heading ?? "");
}

/** What a person types who pays by card. */
export const card = (cardNumber: string): Record<string, string> => ({
  method: "card",
  cardNumber,
  expiry: "12 / 34",
  cvc: "123",
});

/** Opens the page, fills the form in and posts it. Throws Violation when the page cannot be had. */
export async function payOnPage(
  { act }: Narrator,
  what: string,
  url: string,
  typed: Readonly<Record<string, string>>,
): Promise<PageAnswer> {
  return act(
    what,
    async () => {
      const opened = await fetch(url);
      const page = await opened.text();
      if (!opened.ok)
        throw new Violation(`${url}: ${opened.status} ${headingOf(page)}`);
      const { method, fields } = formIn(page);
      const begun = performance.now();
      const reply = await fetch(url, {
        method,
        body: new URLSearchParams({ ...fields, ...typed }),
        redirect: "manual",
      });
      const says = headingOf(await reply.text());
      const leadsTo = reply.headers.get("location") ?? undefined;
      const ms = performance.now() - begun;
      return { status: reply.status, says, leadsTo, ms };
    },
    ({ status, says, leadsTo, ms }) =>
      `the page's form, posted as a browser does → ${status} in ${duration(ms)}: ` +
      (leadsTo === undefined ? `“${says}”` : "back to RentEzy"),
  );
}
