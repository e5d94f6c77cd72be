import type { Path } from './text-place.ts';

export interface PlacedText {
  readonly path: Path;
  readonly text: string;
}

/** Every text in a value, with its path; paths for which `skip` is true are excluded, with everything below them. */
export function textsIn(
  value: unknown,
  path: Path,
  skip: (path: Path) => boolean = () => false,
): readonly PlacedText[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((item, index) => [index, item] as const)
    : Object.entries(value);
  return entries.flatMap(([key, item]) => {
    const place = [...path, key];
    return skip(place) ? [] : textsIn(item, place, skip);
  });
}
