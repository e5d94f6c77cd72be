import type { MockSent } from '../mock-protocol.ts';

type Keys = readonly (string | number)[];

/** Where the value of a template is in what a client sends. */
export interface SentPlace {
  /** From the list of arguments, or from the connect payload. */
  readonly keys: Keys;
  /** Matches the text around it; undefined: the whole value. */
  readonly pattern: RegExp | undefined;
}

/** The first place of a template such as `{{text}}`; undefined if there is none. `name`: part of a regular expression. */
export function placeOf(
  written: MockSent['args'] | Readonly<Record<string, unknown>>,
  name: string,
): SentPlace | undefined {
  return search(written, [], new RegExp(`\\{\\{\\s*(?:${name})\\s*\\}\\}`));
}

function search(value: unknown, keys: Keys, template: RegExp): SentPlace | undefined {
  if (typeof value === 'string') {
    const found = template.exec(value);
    if (!found) return undefined;
    if (found[0] === value) return { keys, pattern: undefined };
    const around = [value.slice(0, found.index), value.slice(found.index + found[0].length)];
    return { keys, pattern: new RegExp(`^${around.map(literal).join('(.*)')}$`, 's') };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = search(inner, [...keys, Array.isArray(value) ? Number(key) : key], template);
    if (found) return found;
  }
  return undefined;
}

/** Other templates in the text may have any value. */
function literal(text: string): string {
  return text
    .split(/\{\{[^{}]*\}\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('.*?');
}

/** The value of a template in what was received; undefined if it is not there. */
export function sentValue(received: unknown, place: SentPlace | undefined): unknown {
  if (!place) return undefined;
  const value = place.keys.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string | number, unknown>)[key] : undefined,
    received,
  );
  if (!place.pattern) return value;
  return typeof value === 'string' ? place.pattern.exec(value)?.[1] : undefined;
}
