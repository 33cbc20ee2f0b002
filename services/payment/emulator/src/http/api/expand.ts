import { z } from "zod";
import { invalidParameter } from "../../domain/errors.js";
import { chargeObject } from "../../stripe-objects/charge.js";
import { lineItemsObject } from "../../stripe-objects/checkout-session.js";
import { intentObject } from "../../stripe-objects/payment-intent.js";
import type { Desk } from "../../use-cases/desk.js";
import { readParameters } from "./parameters.js";

const parameters = z.array(z.string().max(200)).max(20).default([]);
type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null;

function lookUp({ records }: Desk, id: string): object | undefined {
  const intent = records.get("intent", id);
  if (intent !== undefined) return intentObject(intent);
  const charge = records.get("charge", id);
  return charge === undefined ? undefined : chargeObject(charge);
}

function childOf(desk: Desk, node: Node, key: string): unknown {
  if (key === "line_items" && node.object === "checkout.session") {
    const session = desk.records.get("session", String(node.id));
    return session === undefined ? undefined : lineItemsObject(session);
  }
  const value = node[key];
  return typeof value === "string" ? lookUp(desk, value) : value;
}

function expandPath(
  desk: Desk,
  node: unknown,
  path: readonly string[],
  whole: string,
): unknown {
  const [key, ...rest] = path;
  if (key === undefined || node === null) return node;
  if (Array.isArray(node))
    return node.map((each) => expandPath(desk, each, path, whole));
  const child = isNode(node) ? childOf(desk, node, key) : undefined;
  if (
    !isNode(node) ||
    child === undefined ||
    (child !== null && typeof child !== "object")
  )
    throw invalidParameter(
      `This property cannot be expanded (${whole}).`,
      "expand",
    );
  return { ...node, [key]: expandPath(desk, child, rest, whole) };
}

/** The object with what `expand[]` asks for in place of its ids. Throws for what cannot be expanded. */
export function expand(desk: Desk, object: object, given: unknown): object {
  const paths = readParameters(parameters, given);
  return paths.reduce<object>(
    (expanded, path) =>
      expandPath(desk, expanded, path.split("."), path) as object,
    object,
  );
}
