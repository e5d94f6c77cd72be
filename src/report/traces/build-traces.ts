import type { ConversationTrace } from '../../measure/traces/trace-book.ts';
import { redact } from '../../platform/redact.ts';
import { limitTraces } from './limit-traces.ts';
import { traceLine } from './trace-line.ts';
import type { TracedConversation } from './trace-schema.ts';

/** The traces of a run in words, for its report. `keepTexts`: texts in plain text. */
export function buildTraces(traces: readonly ConversationTrace[], keepTexts: boolean): readonly TracedConversation[] {
  const built = traces.flatMap(({ target, number, events }): TracedConversation[] => {
    const [first] = events;
    if (first?.kind !== 'started') return [];
    const last = events.at(-1)!;
    const { conversation, vu, sessionId, startedMs } = first;
    return [
      {
        target: redact(target),
        conversation: redact(conversation),
        number,
        vu,
        sessionId: redact(sessionId),
        startedMs,
        ...(last.kind === 'ended' && { outcome: last.outcome }),
        hashed: !keepTexts,
        lines: events.flatMap((event) => traceLine(event, keepTexts) ?? []),
      },
    ];
  });
  return limitTraces(built);
}
