import type { LabelFilter } from './label-filter.ts';
import { CENSORED_TRENDS, type CounterName, TURN_OUTCOMES, turnCounter } from './metrics.ts';
import type { Readings } from './readings.ts';
import { measuredParts, type RunShape } from './shape/run-shape.ts';

/** A counter must equal the sum of others, for every part of every target, once a run has ended. */
const COUNTER_INVARIANTS: readonly { readonly total: CounterName; readonly parts: readonly CounterName[] }[] = [
  {
    total: 'conversations_due',
    parts: ['conversations_started', 'conversations_dropped', 'conversations_waiting'],
  },
  {
    total: 'conversations_started',
    parts: ['conversations_completed', 'conversations_failed', 'conversations_interrupted'],
  },
  { total: 'inputs_sent', parts: TURN_OUTCOMES.map(turnCounter) },
  {
    total: 'outputs',
    parts: [
      'outputs_attributed',
      'outputs_marker',
      'outputs_blank',
      'outputs_error',
      'outputs_late',
      'outputs_unsolicited',
      'outputs_pushed',
      'outputs_duplicate',
      'outputs_crosstalk',
    ],
  },
];

/**
 * Consistency checks: everything that was started must have ended. Returns a description of each broken invariant; a correct
 * run has none. Each compares counts of two independent parts of the program, so it fails if either loses or duplicates some.
 */
export function brokenInvariants(measured: Readings, shape: RunShape): string[] {
  // Invariants apply to the whole run: a conversation that starts in an excluded time may end in a measured one.
  const readings = measured.everything;
  return shape.targets.flatMap((target) =>
    measuredParts(shape, target).flatMap(({ labels, steps }) => [
      ...brokenCounts(readings, labels),
      ...brokenPushes(readings, labels),
      ...steps.flatMap((step) => brokenTrends(readings, step)),
    ]),
  );
}

function brokenCounts(readings: Readings, where: LabelFilter): string[] {
  return COUNTER_INVARIANTS.flatMap(({ total, parts }) => {
    const counted = readings.counter(total, where);
    const counts = parts.map((part) => readings.counter(part, where));
    const sum = counts.reduce((left, right) => left + right, 0);
    if (sum === counted) return [];
    const terms = parts.map((part, index) => `${part} ${counts[index]}`).join(' + ');
    return [`${total} ${counted} is not ${terms} = ${sum} (${partOf(where)})`];
  });
}

/** Every inject and notify request has a timed output, or a reason for none. */
function brokenPushes(readings: Readings, where: LabelFilter): string[] {
  const sent = readings.counter('pushes_sent', where);
  const trend = readings.trend('push', where);
  const without = [...trend.censored.values()].reduce((sum, { count }) => sum + count, 0);
  if (trend.measured + without === sent) return [];
  return [`push: ${trend.measured} with and ${without} without a value are not ${sent} requests (${partOf(where)})`];
}

function brokenTrends(readings: Readings, where: LabelFilter): string[] {
  const turns = TURN_OUTCOMES.reduce((sum, outcome) => sum + readings.counter(turnCounter(outcome), where), 0);
  return CENSORED_TRENDS.flatMap((metric) => {
    const trend = readings.trend(metric, where);
    const without = [...trend.censored.values()].reduce((sum, { count }) => sum + count, 0);
    if (trend.measured + without === turns) return [];
    return [
      `${metric}: ${trend.measured} with and ${without} without a value are not ${turns} turns (${partOf(where)})`,
    ];
  });
}

function partOf(where: LabelFilter): string {
  return Object.values(where).join(', ');
}
