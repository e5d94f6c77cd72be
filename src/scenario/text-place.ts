/** Keys and indexes from the root of a scenario file to one of its values. */
export type Path = readonly (string | number)[];

/** Under these, values are the user's own and keep YAML's types. */
const FREE_FORM = ['data', 'extra'];
const STEP_TEXTS = new Set(['say', 'text', 'as', 'contains', 'equals', 'matches', 'match', 'not']);
const TYPED_IN_TARGET = new Set(['testMode', 'socketio']);

/**
 * Whether a text is expected at `path`. There a plain scalar is taken letter by letter as it is written, so that 007
 * says "007" and null says "null", where YAML alone would read a number and nothing.
 */
export function expectsText(path: Path): boolean {
  const last = path.at(-1);
  if (path[0] === 'name') return true;
  if (path[0] === 'thresholds') return path.length === 2 || last === 'expression';
  if (path[0] === 'targets') return path.length > 1 && !TYPED_IN_TARGET.has(String(last));
  if (path[0] !== 'conversations') return false;
  if (path.length === 3) return last === 'name';
  return path[2] === 'steps' && !isFreeForm(path) && (isStep(path) || STEP_TEXTS.has(String(last)));
}

/** conversations / 0 / steps / 0 */
export function isStep(path: Path): boolean {
  return path.length === 4 && path[0] === 'conversations' && path[2] === 'steps' && typeof path[3] === 'number';
}

/** Whether `path` lies in the data or the extra fields of a step. */
export function isFreeForm(path: Path): boolean {
  return path[0] === 'conversations' && path.slice(4, -1).some((key) => FREE_FORM.includes(String(key)));
}
