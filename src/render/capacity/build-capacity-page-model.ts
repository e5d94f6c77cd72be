import { formatDurationMs } from '../../platform/duration.ts';
import { meaningOf } from '../../platform/exit-code.ts';
import type { Capacity, CapacityStep } from '../../report/capacity/capacity-schema.ts';
import { inOrderOfLoad, nameLoad, OUTCOME_MARKS, OUTCOME_NAMES } from '../../report/capacity/describe-capacity.ts';
import { parseThreshold } from '../../verdict/parse-threshold.ts';
import { capacityFacts } from './capacity-facts.ts';
import type {
  CapacityCurveModel,
  CapacityFigureModel,
  CapacityPageModel,
  CapacityStepModel,
} from './capacity-page-model.ts';
import { STEP_COLUMNS, stepCells } from './step-cells.ts';
import { formatCount, formatLatency } from './step-line.ts';

const MOODS: Readonly<Record<CapacityStep['outcome'], CapacityStepModel['mood']>> = {
  held: 'good',
  unproven: 'doubtful',
  failed: 'bad',
  'at-the-limit': 'bad',
  invalid: 'doubtful',
  stopped: 'plain',
};

const HEADLINES: Readonly<Record<Capacity['answer']['status'], string>> = {
  found: 'FOUND',
  'not-reached': 'HIGHEST LOAD HELD',
  missed: 'LOWEST LOAD FAILED',
  bracket: 'NOT FINISHED',
};

/** All that the page shows of a search. */
export function buildCapacityPageModel(capacity: Capacity): CapacityPageModel {
  const { answer, scenario, over, steps, coolDowns } = capacity;
  const ordered = inOrderOfLoad(steps);
  const isGood = answer.exitCode === 0;
  return {
    form: 1,
    title: `Capacity: ${scenario}`,
    answer: {
      headline: HEADLINES[answer.status],
      mood: answer.status === 'missed' ? 'bad' : isGood && answer.proven ? 'good' : 'doubtful',
      exitCode: answer.exitCode,
      meaning: meaningOf(answer.exitCode),
      text: answer.text,
    },
    figures: figuresOf(capacity),
    facts: capacityFacts(capacity),
    unit: over === 'vus' ? 'virtual users' : 'conversations/s',
    curve: curveOf(capacity, ordered),
    columns: STEP_COLUMNS,
    steps: ordered.map(stepModel),
    coolDowns: coolDowns.map(
      ({ afterStep, tookMs, recovered }) =>
        `After step ${afterStep} the endpoint ${recovered ? 'was back to normal' : 'was not back to normal'} within ${formatDurationMs(tookMs)}.`,
    ),
  };
}

function figuresOf({ answer, steps, over }: Capacity): CapacityFigureModel[] {
  const { held, failed, limiter, proven } = answer;
  const last = steps.findLast(({ load, outcome }) => load === held && (outcome === 'held' || outcome === 'unproven'));
  return [
    {
      label: 'held',
      value: held === undefined ? 'none' : nameLoad(held, over),
      mood: held === undefined ? 'bad' : proven ? 'good' : 'doubtful',
      ...(held !== undefined && !proven && { detail: 'not proven' }),
    },
    ...(failed === undefined ? [] : [{ label: 'did not hold', value: nameLoad(failed, over), mood: 'bad' as const }]),
    ...(limiter === undefined ? [] : [{ label: 'the limit', value: limiter }]),
    ...(last
      ? [
          { label: 'turns/s that held', value: formatCount(last.turnsPerSecond) },
          { label: 'first_output p95 there', value: formatLatency(last.firstOutput.p95Ms) },
        ]
      : []),
  ];
}

function curveOf({ answer, objectives }: Capacity, ordered: readonly CapacityStep[]): CapacityCurveModel {
  // Of the same load the last says most: a confirmation lasts longest.
  const points = ordered
    .filter(({ outcome }) => outcome !== 'invalid' && outcome !== 'stopped')
    .filter(({ load }, index, all) => all[index + 1]?.load !== load);
  return {
    load: points.map(({ load }) => load),
    held: points.map(({ outcome }) => outcome === 'held' || outcome === 'unproven'),
    p50: points.map(({ firstOutput }) => firstOutput.p50Ms),
    p95: points.map(({ firstOutput }) => firstOutput.p95Ms),
    turnP95: points.map(({ turn }) => turn.p95Ms),
    turnsPerSecond: points.map(({ turnsPerSecond }) => turnsPerSecond),
    completion: points.map(({ completion }) => completion),
    bracket: [answer.held ?? null, answer.failed ?? null],
    limits: objectives.flatMap(limitOf),
  };
}

/** One over all steps, on a quantile that a curve shows. */
function limitOf(expression: string): CapacityCurveModel['limits'] {
  const { metric, statistic, labels, limit } = parseThreshold(expression);
  const isDrawn = metric === 'first_output' || metric === 'turn';
  if (!isDrawn || statistic.kind !== 'quantile' || Object.keys(labels).length > 0) return [];
  return [{ label: expression, ms: limit / 1000 }];
}

function stepModel(step: CapacityStep): CapacityStepModel {
  const { load, outcome, kind, why } = step;
  return {
    load: String(load),
    outcome: `${OUTCOME_NAMES[outcome]}${kind === 'confirm' ? ', confirmation' : ''}`,
    mark: OUTCOME_MARKS[outcome],
    mood: MOODS[outcome],
    why,
    cells: stepCells(step),
  };
}
