import { groupThousands } from '../../platform/group-thousands.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import type { Capacity, CapacityStep } from '../../report/capacity/capacity-schema.ts';
import {
  describeRetry,
  inOrderOfLoad,
  nameStep,
  OUTCOME_MARKS,
  OUTCOME_NAMES,
  stepAbove,
} from '../../report/capacity/describe-capacity.ts';
import { explainAnswer } from '../../report/capacity/explain-answer.ts';
import { formatDecimal, formatLatency } from '../step-line.ts';
import { capacityFacts } from './capacity-facts.ts';
import type { CapacityMetricModel, CapacityPageModel, CapacityStepModel } from './capacity-page-model.ts';
import { loadCurveModel } from './load-curve-model.ts';
import { STEP_COLUMNS, stepCells } from './step-cells.ts';

const MOODS: Readonly<Record<CapacityStep['outcome'], CapacityStepModel['mood']>> = {
  held: 'good',
  unproven: 'doubtful',
  failed: 'bad',
  'at-the-limit': 'doubtful',
  invalid: 'doubtful',
  stopped: 'plain',
};

const HEADLINES: Readonly<Record<Capacity['answer']['status'], string>> = {
  found: 'FOUND',
  'not-reached': 'HIGHEST LOAD SUSTAINED',
  missed: 'LOWEST LOAD NOT SUSTAINED',
  unfinished: 'NOT FINISHED',
};

const BOTTLENECKS: Readonly<Record<NonNullable<Capacity['answer']['limiter']>, string>> = {
  bot: 'bot',
  gate: 'gateway',
  address: 'local ports',
  generator: 'load generator',
  budget: 'budget',
};

const UNITS: Readonly<Record<Capacity['over'], string>> = { vus: 'virtual users', rate: 'conversations/s' };

/** The page model of a search. */
export function buildCapacityPageModel(capacity: Capacity): CapacityPageModel {
  const { answer, scenario, over, steps, recoveries, retries = [] } = capacity;
  const ordered = inOrderOfLoad(steps);
  const isGood = answer.exitCode === 0;
  const isInconclusive = stepAbove(capacity)?.outcome === 'at-the-limit';
  const isMissed = answer.status === 'missed';
  const isUnconfirmed = (answer.status === 'found' || answer.status === 'not-reached') && !answer.proven;
  return {
    form: 1,
    title: `Capacity: ${scenario}`,
    answer: {
      headline: isUnconfirmed
        ? 'UNCONFIRMED'
        : isMissed && isInconclusive
          ? 'LOWEST LOAD INCONCLUSIVE'
          : HEADLINES[answer.status],
      mood: isMissed && !isInconclusive ? 'bad' : isGood ? 'good' : 'doubtful',
      exitCode: answer.exitCode,
      meaning: explainAnswer(capacity),
      text: answer.text,
    },
    keyMetrics: keyMetricsOf(capacity),
    facts: capacityFacts(capacity),
    unit: UNITS[over],
    curve: loadCurveModel(capacity, ordered),
    columns: STEP_COLUMNS,
    steps: ordered.map(stepModel),
    pauses: [
      ...recoveries.map((coolDown) => ({ afterStep: coolDown.afterStep, text: describeCoolDown(coolDown, capacity) })),
      ...retries.map((retry) => ({ afterStep: retry.afterStep, text: describeRetry(retry, capacity) })),
    ]
      .sort((left, right) => left.afterStep - right.afterStep)
      .map(({ text }) => text),
  };
}

function describeCoolDown(
  { afterStep, tookMs, recovered }: Capacity['recoveries'][number],
  capacity: Capacity,
): string {
  const where = nameStep(afterStep, capacity).replace('Step', 'step');
  return `After ${where} the endpoint ${recovered ? 'was' : 'was not'} back to normal within ${formatDurationMs(tookMs)}.`;
}

function keyMetricsOf({ answer, steps, over }: Capacity): CapacityMetricModel[] {
  const isInconclusive = stepAbove({ answer, steps })?.outcome === 'at-the-limit';
  const { held, failed, limiter, proven } = answer;
  const unit = UNITS[over];
  const last = steps.findLast(({ load, outcome }) => load === held && (outcome === 'held' || outcome === 'unproven'));
  return [
    {
      label: 'sustained',
      value: held === undefined ? 'none' : groupThousands(held),
      mood: held === undefined ? (isInconclusive ? 'doubtful' : 'bad') : proven ? 'good' : 'doubtful',
      ...(held !== undefined && { detail: proven ? unit : `${unit}, unconfirmed` }),
    },
    ...(failed === undefined
      ? []
      : [
          isInconclusive
            ? { label: 'inconclusive', value: groupThousands(failed), mood: 'doubtful' as const, detail: unit }
            : { label: 'failed', value: groupThousands(failed), mood: 'bad' as const, detail: unit },
        ]),
    ...(limiter === undefined ? [] : [{ label: 'bottleneck', value: BOTTLENECKS[limiter] }]),
    ...(last
      ? [
          {
            label: last.outcome === 'held' ? 'sustained turns/s' : 'turns/s',
            value: formatDecimal(last.turnsPerSecond),
          },
          { label: 'first_output p95', value: formatLatency(last.firstOutput.p95Ms, last) },
        ]
      : []),
  ];
}

function stepModel(step: CapacityStep): CapacityStepModel {
  const { number, load, outcome, kind, why } = step;
  return {
    number: String(number),
    load: groupThousands(load),
    outcome: `${OUTCOME_NAMES[outcome]}${kind === 'confirm' ? ', confirmation' : ''}`,
    mark: OUTCOME_MARKS[outcome],
    mood: MOODS[outcome],
    why,
    cells: stepCells(step),
  };
}
