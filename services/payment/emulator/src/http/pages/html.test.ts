import { describe, expect, it } from "@jest/globals";
import { html } from "./html.js";

describe("markup", () => {
  it("shows what is put into it as text, in contents and in attributes", () => {
    const evil = `"><script>alert('&')</script>`;
    const { markup } = html`<a title="${evil}">${evil}</a>`;
    const text =
      "&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;";
    expect(markup).toBe(`<a title="${text}">${text}</a>`);
  });
  it("takes markup as markup, in lists too, and nothing for null", () => {
    const items = ["a", "b"].map((name) => html`<li>${name}</li>`);
    const { markup } = html`<ul>
        ${items}${null}
      </ul>
      ${0}`;
    expect(markup.replace(/\s+/g, "")).toBe("<ul><li>a</li><li>b</li></ul>0");
  });
});
