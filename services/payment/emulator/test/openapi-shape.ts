/** Compares what the emulator answers with a schema of Stripe's OpenAPI description. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
}

export type Schemas = Readonly<Record<string, Schema>>;

const typeOf = (value: unknown): string => {
  if (Array.isArray(value)) return "array";
  if (typeof value === "number")
    return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
};

interface Comparison {
  readonly schemas: Schemas;
  /** Keys that Stripe added after the description was made. */
  readonly allowed: ReadonlySet<string>;
}

/** What differs, as `path: why`; nothing when the value fits. Every key must be known, every required one there. */
export function differences(
  value: unknown,
  schema: Schema,
  comparison: Comparison,
  path = "",
): string[] {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace("#/components/schemas/", "");
    const target = comparison.schemas[name];
    if (target === undefined) return [`${path}: no schema ${name}`];
    const nullable = schema.nullable ?? target.nullable ?? false;
    return differences(value, { ...target, nullable }, comparison, path);
  }
  if (value === null)
    return schema.nullable === true ? [] : [`${path}: must not be null`];
  if (schema.anyOf !== undefined)
    return schema.anyOf
      .map((one) => differences(value, one, comparison, path))
      .reduce((best, next) => (next.length < best.length ? next : best));
  if (schema.type !== undefined && typeOf(value) !== schema.type)
    return [`${path}: ${typeOf(value)} instead of ${schema.type}`];
  if (schema.enum?.includes(value) === false)
    return [`${path}: is not one of ${schema.enum.join(", ")}`];
  return insideDifferences(value, schema, comparison, path);
}

function insideDifferences(
  value: unknown,
  schema: Schema,
  comparison: Comparison,
  path: string,
): string[] {
  const compare = (inner: unknown, its: Schema, key: string | number) =>
    differences(inner, its, comparison, `${path}.${key}`);
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items === undefined) return [];
    return value.flatMap((item, index) => compare(item, items, index));
  }
  const missing = (schema.required ?? [])
    .filter((key) => !(key in value))
    .map((key) => `${path}.${key}: missing`);
  const found = Object.entries(value).flatMap(
    ([key, inner]: [string, unknown]) => {
      const known = schema.properties?.[key];
      if (known !== undefined) return compare(inner, known, key);
      if (schema.properties === undefined) return [];
      return comparison.allowed.has(key) ? [] : [`${path}.${key}: unknown`];
    },
  );
  return [...missing, ...found];
}
