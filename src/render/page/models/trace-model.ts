import type { TracedConversation } from '../../../report/traces/trace-schema.ts';
import { inSeconds } from '../../traces/in-seconds.ts';
import type { TraceModel } from '../conversation-page-model.ts';

export function traceModel(trace: TracedConversation): TraceModel {
  const { target, conversation, number, sessionId, outcome, lines, omitted = 0, hashed } = trace;
  return {
    target,
    name: conversation,
    number,
    sessionId,
    ...(outcome !== undefined && { outcome }),
    lines: lines.map(({ atMs, who, text, mood }) => ({
      at: inSeconds(atMs),
      ...(who && { who }),
      text,
      ...(mood && { mood }),
    })),
    omitted,
    isHashed: hashed,
  };
}
