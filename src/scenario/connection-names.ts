import { nearestWord } from '../platform/nearest-word.ts';
import { namesIn } from '../template/template.ts';

/** What the templates of a conversation can refer to. */
export interface KnownNames {
  readonly conversation: string;
  /** Columns of its feed; undefined: it has none. */
  readonly columns: readonly string[] | undefined;
  /** Variables that its steps capture. */
  readonly captures: readonly string[];
  /** The text is a setting of a target, which may contain the ids, too. Default false. */
  readonly ids?: boolean;
}

/** The ids of a session, in settings of its target. */
const IDS = ['userId', 'sessionId'];

/**
 * Why a template of a connection (a header, the user id, …) never has a value when a conversation connects for the first time:
 * captured variables have one only from the next reconnect on. Undefined if it has one.
 */
export function connectionNameProblem(
  text: string,
  { conversation, columns, captures, ids = false }: KnownNames,
): string | undefined {
  const missing = namesIn(text).find((name) => !columns?.includes(name) && !(ids && IDS.includes(name)));
  if (missing === undefined) return undefined;
  const use = `uses {{${missing}}}, but`;
  if (captures.includes(missing)) {
    const remedy = 'for the first connection, give its feed a column of that name, or let setup return it';
    return `${use} "${conversation}" captures it only after it has connected; ${remedy}`;
  }
  if (columns === undefined)
    return `${use} "${conversation}" has no feed; give it one with that column, or let setup return it`;
  const near = nearestWord(missing, columns);
  const remedy = near === undefined ? `use one of ${columns.join(', ')}` : `did you mean {{${near}}}?`;
  return `${use} the feed of "${conversation}" has no such column; ${remedy}`;
}
