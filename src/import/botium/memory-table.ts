import { linesOf } from './read-convo-text.ts';

/** Values of variables under one name: each convo that uses one of them is held once for each such case. */
export interface MemoryCase {
  readonly name: string;
  readonly file: string;
  /** Name without `$` → value; undefined: the variable has none. */
  readonly values: ReadonlyMap<string, string | undefined>;
}

/**
 * The cases of a scripting memory file. Cells are separated by bars:
 *
 *     (empty) | $variable … and a line for each case: name | value …
 *     (empty) | case …      and a line for each variable: $variable | value …
 */
export function readMemoryTable(text: string, file: string): readonly MemoryCase[] {
  return memoryCases(linesOf(text), file);
}

export function memoryCases(lines: readonly string[], file: string): readonly MemoryCase[] {
  const rows = lines.filter((line) => line.trim() !== '').map((line) => line.split('|').map((cell) => cell.trim()));
  const [head = [], ...body] = rows[1]?.[0]?.startsWith('$') ? transposed(rows) : rows;
  return body.map(([name = '', ...cells]) => ({
    name,
    file,
    values: new Map(head.slice(1).map((variable, index) => [variable.replace(/^\$/, ''), cells[index] || undefined])),
  }));
}

function transposed(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? ''));
}

/** Maximum number of conversations that are made of one convo. */
const MAX_COMBINATIONS = 1000;

/**
 * The combinations of cases for the variables of one convo, at most 1,000, and how many there are: cases of the same variables
 * are alternatives.
 */
export function combinationsFor(
  cases: readonly MemoryCase[],
  variables: ReadonlySet<string>,
): { readonly combinations: readonly (readonly MemoryCase[])[]; readonly total: number } {
  const groups = new Map<string, MemoryCase[]>();
  for (const each of cases) {
    if (![...each.values.keys()].some((name) => variables.has(name))) continue;
    const key = JSON.stringify([...each.values.keys()].sort());
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  let combinations: readonly (readonly MemoryCase[])[] = [[]];
  for (const group of groups.values()) {
    const needed = group.slice(0, MAX_COMBINATIONS);
    combinations = needed.flatMap((each) => combinations.map((some) => [...some, each])).slice(0, MAX_COMBINATIONS);
  }
  return { combinations, total: [...groups.values()].reduce((product, { length }) => product * length, 1) };
}
