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
  /** The highest value that was sustained; undefined if none was. */
  readonly sustained: number | undefined;
  /** The lowest value above it that was not sustained; undefined if none was tested. */
  readonly failed: number | undefined;
}

/**
 * Searches the highest sustained value; every value below it is expected to be sustained, too. Doubles while values are
 * sustained, else halves, then bisects by the geometric mean. Values have two significant digits.
 */
export async function searchHighest(range: HighestSearch, test: (value: number) => Promise<boolean>): Promise<Highest> {
  const { bisections, isOver } = range;
  let found: Highest = { sustained: undefined, failed: undefined };
  const testOne = async (value: number) => {
    found = (await test(value)) ? { ...found, sustained: value } : { ...found, failed: value };
  };
  for (let next = firstOf(range); next !== undefined && !isOver(); next = stepFrom(found, range)) await testOne(next);
  for (let step = 0; step < bisections && !isOver(); step += 1) {
    const middle = middleOf(found);
    if (middle === undefined) break;
    await testOne(middle);
  }
  return found;
}

function firstOf({ from, min, max }: HighestSearch): number | undefined {
  return Math.min(Math.max(from, min), max);
}

/** Undefined once both bounds are known, or the end of the range has been tested. */
function stepFrom({ sustained, failed }: Highest, { min, max }: HighestSearch): number | undefined {
  if (sustained !== undefined && failed === undefined) {
    return sustained < max ? Math.min(max, twoDigits(sustained * 2)) : undefined;
  }
  if (failed !== undefined && sustained === undefined)
    return failed > min ? Math.max(min, twoDigits(failed / 2)) : undefined;
  return undefined;
}

function middleOf({ sustained, failed }: Highest): number | undefined {
  if (sustained === undefined || failed === undefined) return undefined;
  const middle = twoDigits(Math.sqrt(sustained * failed));
  return middle > sustained && middle < failed ? middle : undefined;
}

function twoDigits(value: number): number {
  return Math.round(Number(value.toPrecision(2)));
}
