import { format } from 'node:util';
import { linesOf } from './read-convo-text.ts';

/** Name of an utterance list → the ways to say it. */
export type Utterances = Map<string, readonly string[]>;

/** Adds texts to a list; each text counts once. */
export function addUtterances(lists: Utterances, name: string, texts: readonly string[]): void {
  const filled = texts.filter((text) => text.trim() !== '');
  if (filled.length > 0) lists.set(name, [...new Set([...(lists.get(name) ?? []), ...filled])]);
}

/** A list in the text form: the first line names it, each further one is a way to say it. */
export function addUtterancesOfText(lists: Utterances, text: string): void {
  const [name = '', ...texts] = linesOf(text);
  addUtterances(
    lists,
    name.trim(),
    texts.map((line) => line.replace(/[\t\r]+$/, '')),
  );
}

/**
 * The texts that a reference to a list stands for: its name, or its name and arguments, separated by blanks, for the `%s` in
 * its texts (those left over are appended). Undefined if `text` is no reference.
 */
export function resolveUtterance(
  lists: ReadonlyMap<string, readonly string[]>,
  text: string,
): readonly string[] | undefined {
  const whole = lists.get(text.trim());
  if (whole) return whole;
  const [name = '', ...args] = text.trim().split(' ');
  return lists.get(name)?.map((each) => format(each, ...args));
}
