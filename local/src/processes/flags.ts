/** Command line flags of the Go kind: `--name value`; a flag that is `true` stands alone. */
export function flags(
  values: Readonly<Record<string, string | number | true | undefined>>,
): string[] {
  return Object.entries(values).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return value === true ? [`--${name}`] : [`--${name}`, String(value)];
  });
}
