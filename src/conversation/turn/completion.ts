import type { EndRule } from '../../measure/end-rules.ts';
import type { Bounds } from '../../platform/time/bounds.ts';
import type { SayStep } from '../../scenario/scenario.ts';
import type { CheckDeps } from '../checks/check-deps.ts';
import { passes } from '../checks/judge-reply.ts';
import { AUTO_QUIET_MS, MISSED_PING_MS, switchesToQuiet, type TargetTraits } from '../target-traits.ts';
import type { OpenTurn } from './open-turn.ts';

/** The end of a turn: by which rule, and when. */
export interface TurnEnd {
  readonly by: EndRule;
  readonly at: Bounds;
}

/**
 * Result of a check of the time: the end of the turn, or the time of the next check.
 * `missed`: the final ping is overdue; reported once per turn.
 */
export type TurnCheck =
  | { readonly kind: 'ended'; readonly end: TurnEnd; readonly missed: boolean }
  | { readonly kind: 'open'; readonly nextCheckUs: number | undefined; readonly missed: boolean };

/** Whether a final ping ends the turn of this step. */
export function endsByPing(step: SayStep): boolean {
  return step.completion.kind === 'auto' || step.completion.kind === 'final-ping';
}

/** The end of a turn by its replies, for the rules that depend on them. */
export function endByReplies(turn: OpenTurn, step: SayStep, deps: () => CheckDeps): TurnEnd | undefined {
  const rule = step.completion;
  const first = turn.replies[0];
  if (!first) return undefined;
  switch (rule.kind) {
    case 'first-output':
      return { by: 'first-output', at: first.first };
    case 'replies': {
      const last = turn.replies[rule.count - 1];
      const whole = last && (last.finished || turn.replies.length > rule.count);
      return whole ? { by: 'replies', at: last.last } : undefined;
    }
    case 'match': {
      const match = turn.replies.find((reply) => passes(rule.check, [reply], deps()));
      return match && { by: 'match', at: match.last };
    }
    default:
      return undefined;
  }
}

/** When to check whether the turn ends by quiet, after an output that arrived at `outputUs`. */
export function nextCheckUs(step: SayStep, traits: TargetTraits, outputUs: number): number | undefined {
  switch (step.completion.kind) {
    case 'quiet':
      return outputUs + step.completion.ms * 1000;
    case 'auto':
      return outputUs + (traits.quiet ? AUTO_QUIET_MS : MISSED_PING_MS) * 1000;
    default:
      return undefined;
  }
}

export function timeoutUs(turn: OpenTurn, step: SayStep): number {
  return turn.sent.hiUs + step.timeoutMs * 1000;
}

/** Checks whether the turn has timed out, or has been quiet for long enough. */
export function checkTurn(turn: OpenTurn, step: SayStep, traits: TargetTraits, nowUs: number): TurnCheck {
  const end = endByTime(turn, step, nowUs);
  if (end) {
    const quiet = quietUntil(turn, step, traits, end.at.loUs);
    return { kind: 'ended', end: quiet ?? end, missed: quiet !== undefined && !turn.missedPing };
  }
  if (turn.nextCheckUs === undefined || nowUs < turn.nextCheckUs || !turn.lastOutput) {
    return { kind: 'open', nextCheckUs: turn.nextCheckUs, missed: false };
  }
  const quiet: TurnEnd = { by: 'quiet', at: lastOfReplies(turn) ?? turn.lastOutput };
  if (step.completion.kind !== 'auto') return { kind: 'ended', end: quiet, missed: false };
  const missed = !turn.missedPing && nowUs >= turn.lastOutput.hiUs + MISSED_PING_MS * 1000;
  const turnsQuiet = traits.quiet || (missed && switchesToQuiet(traits));
  if (turnsQuiet) return { kind: 'ended', end: quiet, missed };
  return { kind: 'open', nextCheckUs: nowUs + AUTO_QUIET_MS * 1000, missed };
}

/**
 * The end of a turn with `auto` that times out at `dueUs`, at a target that has never sent a final ping: if it has replies and
 * has been quiet for long enough, only the ping is missing, and it ends by quiet.
 */
function quietUntil(turn: OpenTurn, step: SayStep, traits: TargetTraits, dueUs: number): TurnEnd | undefined {
  const last = lastOfReplies(turn);
  if (step.completion.kind !== 'auto' || traits.pinged || !last || !turn.lastOutput) return undefined;
  return dueUs - turn.lastOutput.hiUs < AUTO_QUIET_MS * 1000 ? undefined : { by: 'quiet', at: last };
}

/** The latest arrival of any reply: one that started earlier may have ended later. */
function lastOfReplies({ replies }: OpenTurn): Bounds | undefined {
  let latest: Bounds | undefined;
  for (const { last } of replies) if (!latest || last.hiUs > latest.hiUs) latest = last;
  return latest;
}

function endByTime(turn: OpenTurn, step: SayStep, nowUs: number): TurnEnd | undefined {
  const dueUs = timeoutUs(turn, step);
  return nowUs >= dueUs ? { by: 'timeout', at: { loUs: dueUs, hiUs: dueUs } } : undefined;
}
