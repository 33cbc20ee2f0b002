import { describe, expect, it } from "@jest/globals";
import { isFromAnotherSite } from "./same-site.js";

const allowed = new Set(["https://rentezy.example"]);

describe("the guard against other sites", () => {
  it.each([
    ["a program", {}],
    ["a page of an allowed origin", { origin: "https://rentezy.example" }],
    [
      "an allowed sibling",
      { origin: "https://rentezy.example", fetchSite: "same-site" },
    ],
    [
      "the edge's own pages",
      { origin: "http://localhost:8080", fetchSite: "same-origin" },
    ],
  ])("lets %s in", (_who, provenance) => {
    expect(isFromAnotherSite(provenance, allowed)).toBe(false);
  });

  it.each([
    ["another origin", { origin: "https://evil.example" }],
    ["an origin that hides", { origin: "null" }],
    [
      "a sibling that is not ours",
      { origin: "https://blog.rentezy.example", fetchSite: "same-site" },
    ],
    ["a cross-site request without an origin", { fetchSite: "cross-site" }],
    [
      "a cross-site request whose origin looks allowed",
      { origin: "https://rentezy.example", fetchSite: "cross-site" },
    ],
  ])("keeps %s out", (_who, provenance) => {
    expect(isFromAnotherSite(provenance, allowed)).toBe(true);
  });
});
