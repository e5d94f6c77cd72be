import type { TracedConversation, TraceLine } from '../../report/traces/trace-schema.ts';
import type { Paint } from '../paint.ts';
import { hanging } from '../plain-table.ts';
import { inSeconds } from './in-seconds.ts';

type TraceHead = Omit<TracedConversation, 'lines' | 'omitted' | 'outcome' | 'hashed'>;

/** Columns before the text of a line: the instant, and who says it. */
const COLUMN = 17;

/** How texts that are not shown can be shown. */
export const HASHED_NOTE =
  'Utterances are shown as in the scenario, replies as length and hash; --keep-texts shows them in plain text.';

/** `conversation 3: book a table at eu, user 1, session …`; `continues`: in the session of the previous one. */
export function traceHeading(head: TraceHead, continues = false): string {
  const { number, conversation, target, vu, sessionId, startedMs } = head;
  const session = `session ${sessionId}${continues ? ' (kept)' : ''}`;
  return `conversation ${number}: ${conversation} at ${target}, user ${vu}, ${session}, ${inSeconds(startedMs)} s into the run`;
}

/**
 * `   2.026  user  "hello"`: seconds since the start of the conversation, who said it, the text. `width`: of the terminal;
 * undefined: lines are not wrapped.
 */
export function traceText({ atMs, who, text, mood }: TraceLine, paint: Paint, width?: number): string {
  const line = `${inSeconds(atMs).padStart(9)}  ${(who ?? '').padEnd(4)}  ${text}`;
  const wrapped = width === undefined ? line : hanging(line, width, COLUMN);
  if (mood === 'bad') return paint('red', wrapped);
  return who === undefined ? paint('dim', wrapped) : wrapped;
}
