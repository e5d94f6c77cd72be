import type { LoadFacts } from './run-facts.ts';

/** Whether each conversation was due at an instant of its own, however long the ones before it took. */
export function isAnchored({ model, paceMs }: LoadFacts): boolean {
  return model === 'open' || paceMs !== undefined;
}

/** What a standstill of the endpoint does to the numbers; stands beside every table of turns. */
export function omissionNote(load: LoadFacts): string {
  return isAnchored(load) ? ANCHORED_NOTE : OMISSION_NOTE;
}

const OMISSION_NOTE = 'Users wait for replies: a standstill gives each one long turn, not many.';
const ANCHORED_NOTE =
  'Conversations are due however slow others are: turn_intended counts from then, so a standstill shows in all that it ' +
  'kept waiting. Within a conversation users wait for replies.';
