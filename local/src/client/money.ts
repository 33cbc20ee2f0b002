/** Paise, in which the API tells sums, as people write them: ₹ 45,000 or ₹ 45,000.50. */
export const rupees = (paise: number): string =>
  `₹ ${(paise / 100).toLocaleString("en-IN", { minimumFractionDigits: paise % 100 === 0 ? 0 : 2 })}`;
