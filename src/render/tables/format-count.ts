import { groupThousands } from '../../platform/group-thousands.ts';

/** A count in at most six characters: `99,999`, `123.5k`, `1.25M`, `123.5M`. Exact numbers are in the JSON. */
export function formatCount(count: number): string {
  if (count < 100_000) return groupThousands(count);
  if (count < 999_950) return `${(count / 1000).toFixed(1)}k`;
  return `${(count / 1_000_000).toFixed(count < 99_995_000 ? 2 : 1)}M`;
}
