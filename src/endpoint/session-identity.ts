import { KnownError } from '../platform/known-error.ts';
import type { SessionIdentity } from './endpoint-connection.ts';

/** Longer session ids once failed at handover to human agents, and no client of the vendor makes longer ones. */
const MAX_ID_LENGTH = 44;
/** Leaves room for `-c` and a conversation number of eleven digits. */
const MAX_PREFIX_LENGTH = 31;
/** Reads the same encoded once, twice or not at all, whatever the server does with the query. */
const SAFE = /^[A-Za-z0-9._-]+$/;

/** Whose conversation it is. Without `vu` the conversation is had by a user of its own. */
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

/** The prefix if ids may be made from it, else a KnownError: `[A-Za-z0-9._-]`, at most 31 characters. */
export function checkIdPrefix(prefix: string): string {
  return checked(prefix, 'id prefix', MAX_PREFIX_LENGTH);
}

/** An id the user supplied (`what` names it), else a KnownError: `[A-Za-z0-9._-]`, at most 44 characters. */
export function checkId(id: string, what: string): string {
  return checked(id, what, MAX_ID_LENGTH);
}

function checked(text: string, what: string, maxLength: number): string {
  if (text === '') throw new KnownError(`the ${what} is empty`, { hint: 'use letters, digits, dot, dash, underscore' });
  if (!SAFE.test(text)) {
    throw new KnownError(`the ${what} ${JSON.stringify(text)} has characters that are not safe in a URL`, {
      hint: 'use only letters from a to z, digits, dot, dash and underscore',
    });
  }
  if (text.length > maxLength) {
    throw new KnownError(
      `the ${what} ${JSON.stringify(text)} has ${text.length} characters; the maximum is ${maxLength}`,
      {
        hint: 'shorten it: longer ids fail at the handover to human agents',
      },
    );
  }
  return text;
}
