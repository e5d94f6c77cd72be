/** A count in at most six characters: `999999`, `1.25M`, `123.5M`. Exact numbers are in the JSON. */
export function formatCount(count: number): string {
  if (count < 1_000_000) return String(count);
  return `${(count / 1_000_000).toFixed(count < 99_995_000 ? 2 : 1)}M`;
}
