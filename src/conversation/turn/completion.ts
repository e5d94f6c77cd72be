import type { EndRule } from '../../measure/series.ts';
import type { Bounds } from '../../platform/time/bounds.ts';
import type { SayStep } from '../../scenario/scenario.ts';
import type { CheckDeps } from '../checks/check-deps.ts';
import { holds } from '../checks/judge-reply.ts';
import { AUTO_QUIET_MS, isOneMissTooMany, MISSED_PING_MS, type TargetTraits } from '../target-traits.ts';
import type { OpenTurn } from './open-turn.ts';

/** That a turn has ended, by which rule, and when. */
export interface TurnEnd {
  readonly by: EndRule;
  readonly at: Bounds;
}

/**
 * What a look at the clock brings: the end of the turn, or when to look again.
 * `missed`: the final ping is overdue, worth noting once per turn.
 */
export type Look =
  | { readonly kind: 'ended'; readonly end: TurnEnd; readonly missed: boolean }
  | { readonly kind: 'open'; readonly lookUs: number | undefined; readonly missed: boolean };

/** Does a final ping end this step's turn? */
export function endsByPing(step: SayStep): boolean {
  return step.completion.kind === 'auto' || step.completion.kind === 'final-ping';
}

/** The end that the replies themselves bring, for the rules that look at replies. */
export function endByReplies(turn: OpenTurn, step: SayStep, deps: CheckDeps): TurnEnd | undefined {
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
      const match = turn.replies.find((reply) => holds(rule.check, [reply], deps));
      return match && { by: 'match', at: match.last };
    }
    default:
      return undefined;
  }
}

/** When to look whether silence ends the turn, counted from an output that arrived at `outputUs`. */
export function lookAfterOutput(step: SayStep, traits: TargetTraits, outputUs: number): number | undefined {
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

/** Looks at the clock: has the turn timed out, or gone quiet long enough? */
export function look(turn: OpenTurn, step: SayStep, traits: TargetTraits, nowUs: number): Look {
  const end = endByTime(turn, step, nowUs);
  if (end) {
    const quiet = quietUntil(turn, step, traits, end.at.loUs);
    return { kind: 'ended', end: quiet ?? end, missed: quiet !== undefined && !turn.missedPing };
  }
  if (turn.lookUs === undefined || nowUs < turn.lookUs || !turn.lastOutput) {
    return { kind: 'open', lookUs: turn.lookUs, missed: false };
  }
  const quiet: TurnEnd = { by: 'quiet', at: lastOfReplies(turn) ?? turn.lastOutput };
  if (step.completion.kind !== 'auto') return { kind: 'ended', end: quiet, missed: false };
  const missed = !turn.missedPing && nowUs >= turn.lastOutput.hiUs + MISSED_PING_MS * 1000;
  const turnsQuiet = traits.quiet || (missed && isOneMissTooMany(traits));
  if (turnsQuiet) return { kind: 'ended', end: quiet, missed };
  return { kind: 'open', lookUs: nowUs + AUTO_QUIET_MS * 1000, missed };
}

/**
 * The end of a turn of `auto` whose timeout comes at `dueUs`, at a target from which no final ping has ever come: it has
 * replies and has been silent for as long as ends a turn there, so only the ping is missing.
 */
function quietUntil(turn: OpenTurn, step: SayStep, traits: TargetTraits, dueUs: number): TurnEnd | undefined {
  const last = lastOfReplies(turn);
  if (step.completion.kind !== 'auto' || traits.pinged || !last || !turn.lastOutput) return undefined;
  return dueUs - turn.lastOutput.hiUs < AUTO_QUIET_MS * 1000 ? undefined : { by: 'quiet', at: last };
}

/** The latest arrival of what belongs to a reply: one that began earlier may have gone on for longer. */
function lastOfReplies({ replies }: OpenTurn): Bounds | undefined {
  let latest: Bounds | undefined;
  for (const { last } of replies) if (!latest || last.hiUs > latest.hiUs) latest = last;
  return latest;
}

function endByTime(turn: OpenTurn, step: SayStep, nowUs: number): TurnEnd | undefined {
  const dueUs = timeoutUs(turn, step);
  return nowUs >= dueUs ? { by: 'timeout', at: { loUs: dueUs, hiUs: dueUs } } : undefined;
}
