/** The date of an instant (ms since 1970, UTC), as `2026-01-31`. */
export function isoDate(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}
