export interface SearchRange {
  readonly from: number;
  /** Not tried below. */
  readonly least: number;
  /** Not tried above. */
  readonly most: number;
  /** Once there is a value that holds and one that does not. */
  readonly bisections: number;
  /** Nothing further is tried. */
  readonly isOver: () => boolean;
}

export interface Highest {
  /** The highest value that was seen to hold; undefined when none was. */
  readonly holds: number | undefined;
  /** The lowest above it that did not; undefined when none was tried: it may hold further up. */
  readonly fails: number | undefined;
}

/**
 * The highest value for which something holds that holds below and not above it: steps of two, up while it holds, else
 * down, then between a value that holds and one that does not by their geometric mean. Values have two significant digits.
 */
export async function searchHighest(range: SearchRange, test: (value: number) => Promise<boolean>): Promise<Highest> {
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

function firstOf({ from, least, most }: SearchRange): number | undefined {
  return Math.min(Math.max(from, least), most);
}

/** Undefined once both ends are known, or the end of the range has been tried. */
function stepFrom({ holds, fails }: Highest, { least, most }: SearchRange): number | undefined {
  if (holds !== undefined && fails === undefined)
    return holds < most ? Math.min(most, twoDigits(holds * 2)) : undefined;
  if (fails !== undefined && holds === undefined)
    return fails > least ? Math.max(least, twoDigits(fails / 2)) : undefined;
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
