import { describeUnknownEvents } from '../../endpoint/unknown-events.ts';
import type { EndRule } from '../../measure/end-rules.ts';
import type { TurnOutcome } from '../../measure/metrics.ts';
import type { Bounds } from '../../platform/time/bounds.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import type { Expectation, SayStep } from '../../scenario/scenario.ts';
import { catchUnknownVariable } from '../../template/render-template.ts';
import { captureValues } from '../checks/capture-values.ts';
import type { CheckDeps } from '../checks/check-deps.ts';
import { failedCheck } from '../checks/describe-check.ts';
import { type Disclosure, HASHED, IN_CLEAR } from '../checks/disclosure.ts';
import { type Failure, unsetVariable } from '../checks/failure.ts';
import { textsOf } from '../checks/judge-reply.ts';
import { compiled } from '../checks/text-regex.ts';
import { AUTO_QUIET_MS, QUIET_RULE } from '../target-traits.ts';
import type { TurnEnd } from './completion.ts';
import type { OpenTurn, Reply } from './open-turn.ts';

export type ConversationOutcome = 'completed' | 'failed' | 'interrupted';

/** A turn that has ended. */
export interface EndedTurn {
  readonly step: number;
  readonly outcome: TurnOutcome;
  readonly endedBy: EndRule;
  readonly intendedUs: number;
  readonly sent: { readonly loUs: number; readonly hiUs: number };
  readonly ended: Bounds;
  readonly replies: readonly Reply[];
  readonly traceId: string | undefined;
  /** Undefined for a completed or interrupted turn. */
  readonly failure: Failure | undefined;
  /** Captured values, if there are any. */
  readonly captured?: Readonly<Record<string, unknown>> | undefined;
}

/** First match wins: interrupted > cut > errored > timed-out > silent > mismatched > completed. */
export function endTurn(turn: OpenTurn, step: SayStep, end: DecidedEnd, deps: CheckDeps): EndedTurn {
  const judged = judge(turn, step, end, deps);
  return {
    step: turn.step,
    outcome: judged.outcome,
    endedBy: end.by,
    intendedUs: turn.intendedUs,
    sent: turn.sent,
    ended: end.at,
    replies: turn.replies,
    traceId: turn.traceId,
    failure: judged.failure,
    captured: judged.variables,
  };
}

/** The end of a turn, and how it was detected. */
export interface DecidedEnd extends TurnEnd {
  /** When palaver knew it, µs; later than `at` for a rule that waits for silence. */
  readonly decidedUs: number;
  /** The failure, for an end by `error` or `disconnect`. */
  readonly failure?: Failure | undefined;
}

interface Judgement {
  readonly outcome: TurnOutcome;
  readonly failure?: Failure | undefined;
  readonly variables?: Readonly<Record<string, unknown>>;
}

const COMPLETED: Judgement = { outcome: 'completed' };

function judge(turn: OpenTurn, step: SayStep, { by, failure }: DecidedEnd, deps: CheckDeps): Judgement {
  if (by === 'stop') return { outcome: 'interrupted' };
  if (by === 'disconnect') return { outcome: 'cut', failure };
  const error = by === 'error' ? failure : errorTextIn(turn, step, deps);
  if (error !== undefined || by === 'error') return { outcome: 'errored', failure: error };
  if (by === 'timeout') return { outcome: 'timed-out', failure: timeout(turn, step) };
  if (by === 'stop-when') return COMPLETED;
  const mayBeSilent = step.mayBeSilent || step.expect.replies === 0;
  if (turn.replies.length === 0 && !mayBeSilent) {
    return { outcome: 'silent', failure: { difference: 'no-reply', message: 'the turn ended without a reply' } };
  }
  return judgeContent(turn, step, deps);
}

function judgeContent({ replies }: OpenTurn, { expect, captures }: SayStep, deps: CheckDeps): Judgement {
  const mismatch = checked(expect, replies, deps);
  if (mismatch) return { outcome: 'mismatched', failure: mismatch };
  if (captures.length === 0) return COMPLETED;
  const captured = captureValues(captures, replies, deps);
  if ('failure' in captured) return { outcome: 'mismatched', failure: captured.failure };
  return { outcome: 'completed', variables: captured.variables };
}

/** A check that uses a variable without a value fails, too. */
function checked(expect: Expectation, replies: readonly Reply[], deps: CheckDeps): Failure | undefined {
  return catchUnknownVariable(() => failedCheck(expect, replies, deps), unsetVariable);
}

/** The failure of a turn with a reply that matches `errorTexts`. */
function errorTextIn({ replies }: OpenTurn, { errorTexts }: SayStep, deps: CheckDeps): Failure | undefined {
  for (const pattern of errorTexts) {
    const texts = replies.flatMap((reply) => textsOf(reply, deps));
    const text = texts.find((candidate) => compiled(pattern).matcher(candidate).find());
    if (text !== undefined) {
      const check = `/${pattern.pattern}/${pattern.flags}`;
      const messageFor = (disclosure: Disclosure) =>
        `the bot answered ${disclosure.texts([text])}, which matches ${check} of errorTexts`;
      return { check, difference: 'error-text', message: messageFor(HASHED), withTexts: messageFor(IN_CLEAR) };
    }
  }
  return undefined;
}

/** What was missing at the timeout, and what may help. */
function timeout(turn: OpenTurn, step: SayStep): Failure {
  const limit = formatDurationMs(step.timeoutMs);
  const { length } = turn.replies;
  const { kind } = step.completion;
  const check = `completion ${kind} within ${limit}`;
  if (length === 0) {
    const instead = describeUnknownEvents(turn.unknownEvents);
    const message = `no reply within ${limit}${instead === undefined ? '' : `; ${instead}`}`;
    return { check, difference: 'no-reply', message };
  }
  const replies = `${length} ${length === 1 ? 'reply' : 'replies'}`;
  if (kind !== 'auto' && kind !== 'final-ping') {
    const message = `${replies}, but completion ${kind} was not met within ${limit}`;
    return { check, difference: 'completion-unmet', message };
  }
  const quietRule =
    step.timeoutMs > AUTO_QUIET_MS ? QUIET_RULE : `completion: { quiet: ${Math.floor(step.timeoutMs * 0.8)}ms }`;
  const message = `${replies}, but no final ping within ${limit}; if the target sends none, set ${quietRule}`;
  return { check, difference: 'no-final-ping', message };
}
