import { AWAITING_BOT } from '../../measure/interruption.ts';
import { brokenInvariants } from '../../measure/invariants.ts';
import type { LabelFilter } from '../../measure/label-filter.ts';
import { TURN_OUTCOMES, turnCounter } from '../../measure/metrics.ts';
import type { Readings } from '../../measure/readings.ts';
import type { RunShape } from '../../measure/shape/run-shape.ts';
import { FAILURE_METRICS, type FailureCount } from '../../verdict/judge-failures.ts';
import type { ArrivalFacts, PauseFacts, ValidityFacts } from '../../verdict/validity-facts.ts';
import { isAnchored } from '../load-facts.ts';
import type { LoadFacts, RunFacts } from '../run-facts.ts';
import { sendLagFacts } from '../send-lag-facts.ts';

/** Collects the facts for judging the measurement quality of a run. */
export function gatherValidity(readings: Readings, shape: RunShape, facts: RunFacts): ValidityFacts {
  return {
    brokenInvariants: facts.settled ? brokenInvariants(readings, shape) : [],
    internalErrors: internalErrors(readings),
    ...sendLagFacts(readings, facts.scenario, facts.search),
    turns: TURN_OUTCOMES.reduce((sum, outcome) => sum + readings.counter(turnCounter(outcome)), 0),
    turnsInterrupted: readings.counter('turns_interrupted'),
    turnsDoubtful: readings.counter('doubtful_turns'),
    acksSent: readings.counter('acks_sent'),
    arrivals: isAnchored(facts.load) ? arrivalFacts(readings, facts.load) : undefined,
    pauses: facts.load.model === 'closed' ? pauseFacts(readings, facts.load) : undefined,
    conversationsStarted: readings.counter('conversations_started'),
    conversationsFailed: readings.counter('conversations_failed'),
    conversationsInterrupted: AWAITING_BOT.reduce(
      (sum, reason) => sum + readings.counter('conversations_interrupted', { reason }),
      0,
    ),
    conversationsBetweenTurns: readings.counter('conversations_interrupted', { reason: 'between-turns' }),
    // If none completed at all, the verdict reports it separately.
    neverCompleted: neverCompleted(readings, {})
      ? []
      : shape.conversations
          .map(({ name }) => name)
          .filter((conversation) => neverCompleted(readings, { conversation }))
          .map((conversation) => ({
            conversation,
            started: readings.counter('conversations_started', { conversation }),
            failed: readings.counter('conversations_failed', { conversation }),
          })),
    failures: failureCounts(readings),
    generator: facts.generator,
  };
}

function internalErrors(readings: Readings): number {
  const ended = [readings.reasons('connects_failed'), readings.reasons('disconnects')];
  return ended.reduce((sum, reasons) => sum + (reasons['internal-error'] ?? 0), 0);
}

/** If only a pause makes conversations wait for their user, one still waiting at the end counts, too. */
function pauseFacts(readings: Readings, load: LoadFacts): PauseFacts {
  const waiting = isAnchored(load) ? 0 : readings.counter('conversations_waiting');
  const late = readings.reasons('starts_late')['retry-after'] ?? 0;
  return { due: readings.counter('conversations_due'), delayed: late + waiting };
}

function arrivalFacts(readings: Readings, { model }: LoadFacts): ArrivalFacts {
  const late = readings.reasons('starts_late');
  const delay = readings.trend('start_delay').quantile(0.95);
  return {
    model,
    due: readings.counter('conversations_due'),
    dropped: readings.reasons('conversations_dropped')['no-vu'] ?? 0,
    waiting: readings.counter('conversations_waiting'),
    lateByLimit: late['connect-limit'] ?? 0,
    lateByLoop: late['late-loop'] ?? 0,
    startDelayP95Us: delay.kind === 'measured' ? delay.upperUs : undefined,
  };
}

/** Targets at which conversations began and none completed. */
export function neverCompleted(readings: Readings, where: LabelFilter): boolean {
  const began = readings.counter('conversations_started', where) > 0;
  return began && readings.counter('conversations_completed', where) === 0;
}

/** Every failure by its labels. A connection lost during a turn is a failure of that turn, and not counted twice. */
function failureCounts(readings: Readings): FailureCount[] {
  const counts = readings.cells.flatMap((cell): FailureCount[] => {
    const metric = FAILURE_METRICS.find((name) => name === cell.metric);
    if (cell.kind !== 'counter' || cell.excluded || !metric || cell.count === 0) return [];
    return [{ metric, labels: cell.labels, count: cell.count }];
  });
  const cut = new Map<string, number>();
  const conversationOf = ({ labels: { target, conversation, place } }: FailureCount) =>
    JSON.stringify([target, conversation, place]);
  for (const count of counts)
    if (count.metric === 'turns_cut')
      cut.set(conversationOf(count), (cut.get(conversationOf(count)) ?? 0) + count.count);
  return counts.flatMap((count): FailureCount[] => {
    if (count.metric !== 'disconnects') return [count];
    const inTurns = Math.min(count.count, cut.get(conversationOf(count)) ?? 0);
    cut.set(conversationOf(count), (cut.get(conversationOf(count)) ?? 0) - inTurns);
    return count.count > inTurns ? [{ ...count, count: count.count - inTurns }] : [];
  });
}
