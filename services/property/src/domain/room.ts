/** Why a quantity went back to what it was: fewer rooms were asked for than are held and booked. */
interface QuantityRefusal {
  readonly requestedQuantity: number;
  readonly at: Date;
}

/** A kind of room; `quantity` of them exist. Money in paise, rent per month. */
export interface Room {
  readonly id: string;
  readonly name: string;
  readonly rentPaise: number;
  readonly depositPaise: number;
  readonly quantity: number;
  /** Stays until the landlord sets the quantity again. */
  readonly quantityRefusal: QuantityRefusal | null;
}

export type RoomTerms = Omit<Room, "id" | "quantityRefusal">;

/** New values for some of a room's terms; the rest stay. */
export type RoomPatch = {
  readonly [Field in keyof RoomTerms]?: RoomTerms[Field] | undefined;
};
