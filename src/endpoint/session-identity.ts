import { KnownError } from '../platform/known-error.ts';
import type { SessionIdentity } from './endpoint-connection.ts';
import { COMMON_TERMS } from './protocol/platform-terms.ts';

const { maxUserIdLength } = COMMON_TERMS;
const { maxIdLength, longIds } = COMMON_TERMS.ids;

/** Maximum length of user and session ids, in characters. */
export const MAX_ID_LENGTH = maxIdLength;

/** Leaves space for `-c` and a conversation number of eleven digits. */
const MAX_PREFIX_LENGTH = MAX_ID_LENGTH - 13;
/** The same text encoded once, twice or not at all, for any decoding by the server. */
const SAFE = /^[A-Za-z0-9._-]+$/;

/** The user of a conversation. Without `vu`, each conversation has a separate user. */
export interface ConversationOwner {
  readonly vu?: number;
  readonly conversation: number;
  /** Counts the sessions of one conversation, where a new session starts in the middle. Default 0. */
  readonly part?: number;
}

/**
 * The ids of a conversation: user `<prefix>-u<vu>`, or `<prefix>-c<conversation>` for a user per conversation; session
 * `<prefix>-c<conversation>`, then `….1`, `….2`. All begin with the run's prefix, so a run can be found and deleted later.
 */
export function sessionIdentity(prefix: string, owner: ConversationOwner): SessionIdentity {
  const session = `${prefix}-c${owner.conversation}`;
  return {
    userId: owner.vu === undefined ? session : `${prefix}-u${owner.vu}`,
    sessionId: owner.part ? `${session}.${owner.part}` : session,
  };
}

/**
 * What a user id that a scenario gives, such as an e-mail address, may consist of. It travels in a query and in messages, and
 * servers may decode the query once more: `%` would become another id. White space and control characters are not visible.
 */
const USER_ID = /^[^\s\p{C}%]+$/u;

/** Why an id that a scenario gives cannot be the id of a user; undefined if it can. */
export function userIdProblem(id: string): string | undefined {
  if (id === '') return 'is empty';
  if (!USER_ID.test(id)) return 'contains white space, a control character or %, which is not allowed in a user id';
  return id.length > maxUserIdLength
    ? `has ${id.length} characters; a user id can have at most ${maxUserIdLength}`
    : undefined;
}

/** Whether an id is like those that are made here: `[A-Za-z0-9._-]`, 1 to `MAX_ID_LENGTH` characters. */
export function isUsableId(id: string): boolean {
  return SAFE.test(id) && id.length <= MAX_ID_LENGTH;
}

/**
 * The prefix if ids may be made from it, else a KnownError: `[A-Za-z0-9._-]`, at most 13 fewer than `MAX_ID_LENGTH`. `what`: its
 * name in the error.
 */
export function checkIdPrefix(prefix: string, what = 'the id prefix'): string {
  if (prefix === '') throw new KnownError(`${what} is empty`, { hint: 'use letters, digits, dot, dash, underscore' });
  const shown = JSON.stringify(prefix);
  if (!SAFE.test(prefix)) {
    throw new KnownError(`${what} ${shown} has characters that are not safe in a URL`, {
      hint: 'use only letters from a to z, digits, dot, dash and underscore',
    });
  }
  if (prefix.length > MAX_PREFIX_LENGTH) {
    throw new KnownError(`${what} ${shown} has ${prefix.length} characters; the maximum is ${MAX_PREFIX_LENGTH}`, {
      hint: `shorten it: longer ids ${longIds}`,
    });
  }
  return prefix;
}
