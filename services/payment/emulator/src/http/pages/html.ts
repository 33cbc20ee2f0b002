/** Markup that cannot be forgotten to escape: whatever is put into it is text unless it is markup itself. */
export class Html {
  constructor(readonly markup: string) {}
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

type Content = string | number | Html | null | readonly Html[];

function render(content: Content): string {
  if (content === null) return "";
  if (content instanceof Html) return content.markup;
  if (typeof content === "object")
    return content.map(({ markup }) => markup).join("");
  return String(content).replace(
    /[&<>"']/g,
    (character) => ESCAPES[character] ?? "",
  );
}

/** A template of markup; null puts nothing. */
export function html(
  strings: TemplateStringsArray,
  ...contents: readonly Content[]
): Html {
  const parts = strings.map((text, index) => {
    const content = contents[index];
    return content === undefined ? text : text + render(content);
  });
  return new Html(parts.join(""));
}
