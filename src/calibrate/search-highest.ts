export interface HighestSearch {
  readonly from: number;
  /** Minimum value. */
  readonly min: number;
  /** Maximum value. */
  readonly max: number;
  /** The ratio at which the search ends. */
  readonly bisections: number;
  /** Whether the search must end. */
  readonly isOver: () => boolean;
}

export interface Highest {
  /** The highest value that held; undefined if none did. */
  readonly holds: number | undefined;
  /** The lowest value above it that did not hold; undefined if none was tried. */
  readonly fails: number | undefined;
}

/**
 * Searches the highest value for which a monotone condition holds: doubling while it holds, else halving, then bisecting by
 * the geometric mean. Values have two significant digits.
 */
export async function searchHighest(range: HighestSearch, test: (value: number) => Promise<boolean>): Promise<Highest> {
  const { bisections, isOver } = range;
  let found: Highest = { holds: undefined, fails: undefined };
  const tryOne = async (value: number) => {
    found = (await test(value)) ? { ...found, holds: value } : { ...found, fails: value };
  };
  for (let next = firstOf(range); next !== undefined && !isOver(); next = stepFrom(found, range)) await tryOne(next);
  for (let step = 0; step < bisections && !isOver(); step += 1) {
    const middle = middleOf(found);
    if (middle === undefined) break;
    await tryOne(middle);
  }
  return found;
}

function firstOf({ from, min, max }: HighestSearch): number | undefined {
  return Math.min(Math.max(from, min), max);
}

/** Undefined once both bounds are known, or the end of the range has been tried. */
function stepFrom({ holds, fails }: Highest, { min, max }: HighestSearch): number | undefined {
  if (holds !== undefined && fails === undefined) return holds < max ? Math.min(max, twoDigits(holds * 2)) : undefined;
  if (fails !== undefined && holds === undefined) return fails > min ? Math.max(min, twoDigits(fails / 2)) : undefined;
  return undefined;
}

function middleOf({ holds, fails }: Highest): number | undefined {
  if (holds === undefined || fails === undefined) return undefined;
  const middle = twoDigits(Math.sqrt(holds * fails));
  return middle > holds && middle < fails ? middle : undefined;
}

function twoDigits(value: number): number {
  return Math.round(Number(value.toPrecision(2)));
}
