/**
 * What counts as one caller's address: an IPv4 address, or the /64 of an IPv6 address, which is the
 * least that one customer has and may send from any part of.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(":")) return address;
  const [front = "", back] = address.toLowerCase().split("::");
  const given = front === "" ? [] : front.split(":");
  const missing = back === undefined ? 0 : 8 - given.length - groupsIn(back);
  const groups = [
    ...given,
    ...Array<string>(Math.max(0, missing)).fill("0"),
    ...(back ?? "").split(":"),
  ];
  const network = groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(":")}::/64`;
}

const groupsIn = (part: string) => (part === "" ? 0 : part.split(":").length);
