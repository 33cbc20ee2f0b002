/** The stock of one kind of room. */
export interface Stock {
  readonly initialQuantity: number;
  readonly availableQuantity: number;
}

/**
 * A landlord's change of quantity moves both numbers by the difference. Undefined when fewer are
 * asked for than are held and booked: those rooms have tenants.
 */
export function withQuantity(
  stock: Stock,
  quantity: number,
): Stock | undefined {
  const difference = quantity - stock.initialQuantity;
  const availableQuantity = stock.availableQuantity + difference;
  return availableQuantity < 0
    ? undefined
    : { initialQuantity: quantity, availableQuantity };
}
