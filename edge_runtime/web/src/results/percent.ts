/** A share in percent with no-break spaces; never 0 % or 100 %, because nothing is certain. */
export function percent(share: number): string {
  if (share < 0.001) return "<\u00a00.1\u00a0%";
  if (share > 0.999) return ">\u00a099.9\u00a0%";
  return `${Number((share * 100).toPrecision(3))}\u00a0%`;
}
