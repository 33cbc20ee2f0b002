/** Paise as people in India write rupees: 12345600 -> ₹1,23,456.00. */
const rupees = new Intl.NumberFormat("en-IN", {
  style: "currency",
  currency: "INR",
});

/** @param paise integer paise */
export const formatPaise = (paise: number): string =>
  rupees.format(paise / 100);
