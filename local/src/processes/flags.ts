/** Command line flags of the Go kind: `--name value`; a switch is `--name` when on, `--name=false` when off. */
export function flags(
  values: Readonly<Record<string, string | number | boolean | undefined>>,
): string[] {
  return Object.entries(values).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (value === true) return [`--${name}`];
    return value === false ? [`--${name}=false`] : [`--${name}`, String(value)];
  });
}
