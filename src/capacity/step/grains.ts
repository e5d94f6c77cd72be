/** Resolution of times in a step. */
export const GRAIN_MS = 100;

/** Numbers by grain of time, from 0 on; a missing one is 0. */
export type Grains = (number | undefined)[];

/** Without gaps, for messages. */
export function denseGrains(grains: Readonly<Grains>): number[] {
  return Array.from(grains, (value = 0) => value);
}

export function addGrains(to: Grains, grains: readonly number[]): void {
  for (const [at, value] of grains.entries()) if (value !== 0) to[at] = (to[at] ?? 0) + value;
}

/** The sum from grain `first` to before `end`. */
export function totalOf(grains: Readonly<Grains>, first = 0, end = grains.length): number {
  let sum = 0;
  for (let at = first; at < end; at += 1) sum += grains[at] ?? 0;
  return sum;
}

/** `length` grains in `count` equal parts, each from its first grain to before its end. */
export function equalParts(length: number, count: number): readonly { readonly first: number; readonly end: number }[] {
  const edge = (part: number) => Math.floor((part * length) / count);
  return Array.from({ length: count }, (_, part) => ({ first: edge(part), end: edge(part + 1) }));
}
