/** Exact arithmetic on the decimal text of the API: money and prices are not taken through a float. */

/** `amount − base`, to the digits of the longer one. */
export function difference(amount: string, base: string): string {
  const places = Math.max(decimals(amount), decimals(base));
  const whole = scaled(amount, places) - scaled(base, places);
  const digits = (whole < 0n ? -whole : whole).toString().padStart(places + 1, "0");
  const sign = whole < 0n ? "-" : "";
  return places ? `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}` : sign + digits;
}

/** Whether `amount` is a whole number of `step`s. */
export function isMultiple(amount: string, step: string): boolean {
  const places = Math.max(decimals(amount), decimals(step));
  const size = scaled(step, places);
  return size > 0n && scaled(amount, places) % size === 0n;
}

const decimals = (text: string): number => text.split(".")[1]?.length ?? 0;
const scaled = (text: string, places: number): bigint =>
  BigInt(text.replace(".", "") + "0".repeat(places - decimals(text)));
