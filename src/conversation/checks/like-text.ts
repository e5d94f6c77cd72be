import { textAsRead } from '../../endpoint/protocol/text-as-read.ts';

/**
 * Whether `text` contains what `wanted` describes. Both are compared as a user reads them and without regard to case:
 *
 *     wanted = { "*" | "\*" | "\\" | character }     * stands for any characters, \* for a star, \\ for a backslash
 */
export function isLike(text: string, wanted: string): boolean {
  const found = asCompared(text, true);
  let position = 0;
  for (const piece of piecesOf(wanted)) {
    const index = found.indexOf(piece, position);
    if (index < 0) return false;
    position = index + piece.length;
  }
  return true;
}

/** A text as a user reads it, in lower case if case is ignored. */
export function asCompared(text: string, ignoreCase: boolean, normalize = true): string {
  const read = normalize ? asReadOnce(text) : text;
  return ignoreCase ? read.toLowerCase() : read;
}

const readings = new Map<string, string>();

/** Several matchers usually look at the same few texts. */
function asReadOnce(text: string): string {
  const known = readings.get(text);
  if (known !== undefined) return known;
  if (readings.size >= 100) readings.clear();
  const read = textAsRead(text);
  readings.set(text, read);
  return read;
}

/** Cache of parsed texts: those of a scenario. */
const parsed = new Map<string, readonly string[]>();

/** What stands between the stars; the leftmost places for them in turn decide, as for any pattern with stars only. */
function piecesOf(wanted: string): readonly string[] {
  const known = parsed.get(wanted);
  if (known) return known;
  if (parsed.size >= 10_000) parsed.clear();
  const pieces = [''];
  for (const [token] of asCompared(wanted, true).matchAll(/\\[*\\]|[\s\S]/g)) {
    if (token === '*') pieces.push('');
    else pieces[pieces.length - 1] += token.length > 1 ? token.slice(1) : token;
  }
  parsed.set(wanted, pieces);
  return pieces;
}
