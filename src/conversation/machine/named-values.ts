import type { Script } from './conversation-state.ts';
import type { Memory } from './memory.ts';

/** A shorter one is found in ordinary words and numbers, too. */
const MIN_VALUE = 4;

/**
 * `text` of an endpoint with the values of the conversation's feed and captures replaced by their names, as `{{name}}`: an
 * error may repeat what was sent.
 */
export function nameValues(
  text: string,
  { row }: Pick<Script, 'row'>,
  { variables }: Pick<Memory, 'variables'>,
): string {
  const values = Object.entries({ ...row, ...variables })
    .map(([name, value]) => [name, String(value)] as const)
    .filter(([, value]) => value.length >= MIN_VALUE)
    // One that is part of another would leave the rest of it in sight.
    .sort(([, left], [, right]) => right.length - left.length);
  return values.reduce((named, [name, value]) => named.replaceAll(value, () => `{{${name}}}`), text);
}
