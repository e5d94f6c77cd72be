import type { ConversationTrace } from '../../measure/traces/trace-book.ts';
import { redact } from '../../platform/redact.ts';
import { traceLine } from './trace-line.ts';
import type { TracedConversation, TraceLine } from './trace-schema.ts';

/** Maximum number of characters of all lines together: a report stays small however many conversations are traced. */
const MAX_CHARACTERS = 300_000;

/** The traces of a run in words, for its report. `keepTexts`: texts in plain text. */
export function buildTraces(traces: readonly ConversationTrace[], keepTexts: boolean): readonly TracedConversation[] {
  let left = MAX_CHARACTERS;
  return traces.flatMap(({ target, number, events }) => {
    const [first] = events;
    if (first?.kind !== 'started') return [];
    const lines: TraceLine[] = [];
    let omitted = 0;
    for (const event of events) {
      const line = traceLine(event, keepTexts);
      if (!line) continue;
      if (line.text.length > left) omitted += 1;
      else lines.push(line);
      left -= line.text.length;
    }
    const last = events.at(-1)!;
    const { conversation, vu, sessionId, startedMs } = first;
    return {
      target: redact(target),
      conversation: redact(conversation),
      number,
      vu,
      sessionId: redact(sessionId),
      startedMs,
      ...(last.kind === 'ended' && { outcome: last.outcome }),
      hashed: !keepTexts,
      lines,
      ...(omitted > 0 && { omitted }),
    };
  });
}
