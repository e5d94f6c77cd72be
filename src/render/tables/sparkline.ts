const BARS = '▁▂▃▄▅▆▇█';
const GAP = ' ';

/**
 * A character per value, in eighths of the highest one; the scale starts at 0, so bars can be compared by their height. Null
 * is a gap. Values are at least 0.
 */
export function sparkline(values: readonly (number | null)[]): string {
  const peak = peakOf(values) ?? 0;
  return values.map((value) => (value === null ? GAP : barOf(peak === 0 ? 0 : value / peak))).join('');
}

/** The highest value; undefined if there is none. */
export function peakOf(values: readonly (number | null)[]): number | undefined {
  return values.reduce<number | undefined>(
    (peak, value) => (value === null ? peak : Math.max(peak ?? 0, value)),
    undefined,
  );
}

/** `share`: 0 … 1. 0 has a bar, too; no bar means no value. */
function barOf(share: number): string {
  return BARS[Math.max(0, Math.ceil(share * BARS.length) - 1)]!;
}
