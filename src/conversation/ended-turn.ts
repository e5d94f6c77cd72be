import type { TurnOutcome } from '../measure/metrics.ts';
import type { EndRule } from '../measure/series.ts';
import { formatDurationMs } from '../platform/duration.ts';
import type { SayStep } from '../scenario/scenario.ts';
import type { TurnEnd } from './completion.ts';
import { judgeReplies } from './judge-reply.ts';
import type { Edges, OpenTurn, Reply } from './open-turn.ts';

export type ConversationOutcome = 'completed' | 'failed' | 'interrupted';

/** All there is to know about a turn once it is over. */
export interface EndedTurn {
  readonly step: number;
  readonly outcome: TurnOutcome;
  readonly endedBy: EndRule;
  readonly intendedUs: number;
  readonly sent: { readonly loUs: number; readonly hiUs: number };
  readonly ended: Edges;
  /** When palaver knew that the turn had ended; later than `ended` for a rule that waits for silence. */
  readonly decidedUs: number;
  readonly replies: readonly Reply[];
  readonly traceId: string | undefined;
  /** What went wrong, one line; undefined for a completed or interrupted turn. */
  readonly failure: string | undefined;
}

/** First match wins: interrupted > cut > errored > timed-out > silent > mismatched > completed. */
export function endTurn(
  turn: OpenTurn,
  step: SayStep,
  end: TurnEnd,
  decidedUs: number,
  failure: string | undefined,
): EndedTurn {
  const judged = judge(turn, step, end.by, failure);
  return {
    step: turn.step,
    outcome: judged.outcome,
    endedBy: end.by,
    intendedUs: turn.intendedUs,
    sent: turn.sent,
    ended: end.at,
    decidedUs,
    replies: turn.replies,
    traceId: turn.traceId,
    failure: judged.failure,
  };
}

function judge(
  turn: OpenTurn,
  step: SayStep,
  by: EndRule,
  failure: string | undefined,
): { outcome: TurnOutcome; failure: string | undefined } {
  switch (by) {
    case 'stop':
      return { outcome: 'interrupted', failure: undefined };
    case 'disconnect':
      return { outcome: 'cut', failure };
    case 'error':
      return { outcome: 'errored', failure };
    case 'timeout':
      return { outcome: 'timed-out', failure: timeoutMessage(turn, step) };
    default: {
      if (turn.replies.length === 0 && step.expect.replies !== 0) {
        return { outcome: 'silent', failure: 'the turn ended without a reply' };
      }
      const mismatch = judgeReplies(step.expect, turn.replies);
      return mismatch ? { outcome: 'mismatched', failure: mismatch } : { outcome: 'completed', failure: undefined };
    }
  }
}

/** What was still missing when the time was up, and what would help. */
function timeoutMessage(turn: OpenTurn, step: SayStep): string {
  const limit = formatDurationMs(step.timeoutMs);
  const { length } = turn.replies;
  if (length === 0) return `no reply within ${limit}`;
  const replies = `${length} ${length === 1 ? 'reply' : 'replies'}`;
  const { kind } = step.completion;
  if (kind !== 'auto' && kind !== 'final-ping')
    return `${replies}, but not what completion ${kind} asks for within ${limit}`;
  return `${replies}, but no final ping within ${limit}; where a target sends none, set completion: { quiet: 3s }`;
}
