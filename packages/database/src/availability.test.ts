import { describe, expect, it } from "@jest/globals";
import {
  QueryFailedError,
  QueryRunnerAlreadyReleasedError,
  QueryRunnerProviderAlreadyReleasedError,
} from "typeorm";
import { isUnavailable } from "./availability.js";

const failed = (code: string) =>
  new QueryFailedError(
    "SELECT 1",
    [],
    Object.assign(new Error("as the server says"), { code }),
  );

describe("the database is away or busy", () => {
  it.each([
    ["the connection is gone", "08006"],
    ["the statement lost a deadlock", "40P01"],
    ["no connection is left", "53300"],
    ["the server goes down", "57P01"],
    ["the statement took too long", "57014"],
    ["the transaction was left alone for too long", "25P03"],
    ["nobody listens", "ECONNREFUSED"],
  ])("when %s", (_, code) => {
    expect(isUnavailable(failed(code))).toBe(true);
  });

  it("when a statement is never answered", () => {
    expect(isUnavailable(new Error("Query read timeout"))).toBe(true);
  });

  it.each([
    new QueryRunnerAlreadyReleasedError(),
    new QueryRunnerProviderAlreadyReleasedError(),
  ])("when the connection ended amid a transaction: $name", (error) => {
    expect(isUnavailable(error)).toBe(true);
  });
});

describe("the database is there", () => {
  it.each([
    ["a constraint is violated", "23505"],
    ["a table is missing", "42P01"],
  ])("when %s", (_, code) => {
    expect(isUnavailable(failed(code))).toBe(false);
  });

  it("when the error is none of its own", () => {
    expect(isUnavailable(new TypeError("not a function"))).toBe(false);
    expect(isUnavailable("words")).toBe(false);
  });
});
