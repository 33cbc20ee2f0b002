import { describe, expect, it } from "@jest/globals";
import { targetOf, type Routes } from "./target.js";

const routes: Routes = {
  edges: new Set(["public", "private"]),
  appIds: new Set(["auth", "booking"]),
  maxUrlLength: 200,
};

const codeOf = (url: string, from = routes): string => {
  try {
    return targetOf(url, from).path;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe("a path", () => {
  it.each([
    [
      "/api/public/auth/login",
      "public",
      "/v1.0/invoke/auth/method/public/login",
    ],
    [
      "/api/booking/bookings?limit=2&cursor=a%2Fb..//",
      "private",
      "/v1.0/invoke/booking/method/api/bookings?limit=2&cursor=a%2Fb..//",
    ],
    [
      "/api/public/auth/.well-known/jwks.json",
      "public",
      "/v1.0/invoke/auth/method/public/.well-known/jwks.json",
    ],
    [
      "/api/booking/bookings/",
      "private",
      "/v1.0/invoke/booking/method/api/bookings/",
    ],
    [
      "/api/booking/a%20b/%E0%A4%B9/c..d/...",
      "private",
      "/v1.0/invoke/booking/method/api/a%20b/%E0%A4%B9/c..d/...",
    ],
    [
      "/api/booking/public/x",
      "private",
      "/v1.0/invoke/booking/method/api/public/x",
    ],
    ["/api/booking/x?", "private", "/v1.0/invoke/booking/method/api/x?"],
  ])("%s leads through the %s edge to %s", (url, edge, path) => {
    expect(targetOf(url, routes)).toMatchObject({ edge, path });
  });

  it.each([
    "/api/public/booking/../../api/bookings",
    "/api/public/booking/..",
    "/api/public/booking/./x",
    "/api/public/booking/.",
    "/api/public/booking/%2e%2e/api/bookings",
    "/api/public/booking/x%3fy",
    "/api/public/booking/x%23y",
    "/api/public/booking/%2E./api/bookings",
    "/api/public/booking/.%2e/api/bookings",
    "/api/public/booking/%2e/x",
    "/api/public/booking/..;/api/bookings",
    "/api/public/booking/..;a=b/api/bookings",
    "/api/public/booking/%2e%2e%3b/api/bookings",
    "/api/public/booking/..%2fapi/bookings",
    "/api/public/booking/..%2Fapi%2Fbookings",
    "/api/public/booking/x%2fy",
    "/api/public/booking/..%5capi",
    "/api/public/booking/..\\api",
    "/api/public/booking/x\\..\\api",
    "/api/public/booking/%252e%252e/api",
    "/api/public/booking/%25%32%65/api",
    "/api/public/booking/100%25",
    "/api/public/booking//api/bookings",
    "/api//booking/x",
    "//api/booking/x",
    "/api/public//booking/x",
    "/api/public/booking/x%00",
    "/api/public/booking/%00/../api",
    "/api/public/booking/x%0d%0aset-cookie:%20a=b",
    "/api/public/booking/x%7f",
    "/api/public/booking/%",
    "/api/public/booking/%2",
    "/api/public/booking/%zz",
    "/api/public/booking/%c0%ae%c0%ae/api",
    "/api/public/booking/%c0%afapi",
    "/api/public/booking/%ff",
    "/api/public/booking/%ed%a0%80",
    "/api/public/booking/%u002e%u002e/api",
    "/api/public/booking/x#y",
    "/api/public/booking/x y",
    "/api/public/booking/x\ty",
    "/api/public/booking/\u00e9",
    "/api/public/booking/<script>",
    "/api/public/booking/x|y",
    "/api/public/booking/{x}",
    "/api/public/booking/x?y#z",
    "/api/public/booking/x?y z",
    "/api/public/booking/x?\u00e9",
    "http://127.0.0.1/api/booking/x",
    "api/booking/x",
    "*",
    "",
  ])("%j is malformed", (url) => {
    expect(codeOf(url)).toBe("REQUEST.MALFORMED_PATH");
  });

  it.each([
    "/",
    "/api",
    "/api/",
    "/api/booking",
    "/api/booking/",
    "/api/public",
    "/api/public/",
    "/api/public/booking",
    "/api/public/booking/",
    "/api/unknown/x",
    "/api/public/unknown/x",
    "/api/public/public/x",
    "/api/%70ublic/booking/x",
    "/api/b%6foking/x",
    "/api/Booking/x",
    "/API/booking/x",
    "/Api/public/booking/x",
    "/v1.0/invoke/booking/method/api/x",
    "/v1.0/metadata",
    "/internal/x",
    "/api/booking.default/x",
    "/api/booking;x/x",
    "/api/constructor/x",
  ])("%j leads nowhere", (url) => {
    expect(codeOf(url)).toBe("REQUEST.NOT_FOUND");
  });

  it("is refused past the longest length, whatever it says", () => {
    const start = "/api/booking/";
    const longest = start + "x".repeat(200 - start.length);
    expect(codeOf(longest)).toContain("/invoke/");
    expect(codeOf(`${longest}x`)).toBe("REQUEST.URL_TOO_LONG");
  });

  it.each([
    ["public", "/api/public/auth/x", "/api/auth/x"],
    ["private", "/api/auth/x", "/api/public/auth/x"],
  ] as const)(
    "a replica of the %s edge serves that one only",
    (edge, own, other) => {
      const half = { ...routes, edges: new Set([edge]) };
      expect(codeOf(own, half)).toContain("/invoke/");
      expect(codeOf(other, half)).toBe("REQUEST.NOT_FOUND");
    },
  );
});
