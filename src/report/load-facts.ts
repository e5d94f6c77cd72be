import type { LoadFacts } from './run-facts.ts';

/** Whether each conversation has a scheduled start, independent of response times. */
export function isAnchored({ model, paceMs }: LoadFacts): boolean {
  return model === 'open' || paceMs !== undefined;
}

/** How a stall of the endpoint affects the numbers; shown with every table of turns. */
export function omissionNote(load: LoadFacts): string {
  return isAnchored(load) ? ANCHORED_NOTE : OMISSION_NOTE;
}

const OMISSION_NOTE =
  'Closed model: while the bot stalls, each user records one long turn (coordinated omission applies within a conversation).';
const ANCHORED_NOTE =
  'Conversations start on schedule: turn_intended counts from the scheduled time, so a stall shows in every ' +
  'conversation that it delays (coordinated omission applies only within a conversation).';
