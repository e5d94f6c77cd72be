import type { Comparison, ComparisonRow } from '../../report/comparison/comparison-schema.ts';
import {
  formatDifference,
  formatInterval,
  formatRowValue,
  nameRow,
  whyOf,
} from '../../report/comparison/describe-row.ts';
import { explainStatus } from '../../report/explain-verdict.ts';
import { comparedCurveModel } from './compared-curve-model.ts';
import { comparisonFacts, EXPLORATORY_NOTE } from './comparison-lines.ts';
import type { BarModel, ComparedRowModel, ComparisonPageModel } from './comparison-page-model.ts';
import { MARKS } from './parts-table.ts';

const MOODS: Readonly<Partial<Record<ComparisonRow['outcome'], ComparedRowModel['mood']>>> = {
  slower: 'bad',
  worse: 'bad',
  faster: 'good',
  better: 'good',
  inconclusive: 'doubtful',
  'not-enough-data': 'doubtful',
};

/** The page model of a comparison. Throws a KnownError if one of its histograms is damaged. */
export function buildComparisonPageModel(comparison: Comparison): ComparisonPageModel {
  const { verdict, rows, candidate, warnings, curves } = comparison;
  const reach = { ms: reachOf(rows, 'ms'), share: reachOf(rows, 'share') };
  const models = (gating: boolean) =>
    rows.filter((row) => row.gating === gating).map((row) => rowModel(row, reach[row.unit]));
  return {
    form: 1,
    title: `Comparison: ${candidate[0]?.name ?? ''}`,
    verdict: {
      ...verdict,
      meaning: explainStatus(verdict),
    },
    facts: comparisonFacts(comparison),
    warnings,
    gating: models(true),
    exploratory: models(false),
    exploratoryNote: EXPLORATORY_NOTE,
    curves: curves.map(comparedCurveModel),
  };
}

/** Three quarters of the intervals fit completely: a single wide one must not make the others too small to see. */
function reachOf(rows: readonly ComparisonRow[], unit: ComparisonRow['unit']): number {
  const ends = rows
    .flatMap((row) => (row.unit === unit && row.difference ? [farthest(row)] : []))
    .sort((left, right) => left - right);
  return Math.max(1e-6, ends[Math.floor(ends.length * 0.75)] ?? 0) * 1.1;
}

function farthest({ difference, margin = 0 }: ComparisonRow): number {
  const [low, high] = difference!.interval95;
  return Math.max(Math.abs(low), Math.abs(high ?? low), margin);
}

function rowModel(row: ComparisonRow, reach: number): ComparedRowModel {
  const { outcome, difference } = row;
  return {
    name: nameRow(row),
    base: formatRowValue(row, row.base, row.baseAtLeast),
    candidate: formatRowValue(row, row.candidate, row.candidateAtLeast),
    change: difference ? formatDifference(row, difference.estimate) : '–',
    interval: difference ? formatInterval(row, difference.interval95) : '–',
    outcome: outcome.replaceAll('-', ' '),
    mark: MARKS[outcome],
    mood: MOODS[outcome] ?? 'plain',
    why: whyOf(row),
    ...(difference && { bar: barModel(row, reach) }),
  };
}

function barModel({ difference, margin = 0 }: ComparisonRow, reach: number): BarModel {
  const [low, high] = difference!.interval95;
  const onAxis = (value: number) => Number(Math.max(-1, Math.min(1, value / reach)).toFixed(4));
  return {
    estimate: onAxis(difference!.estimate),
    low: onAxis(low),
    high: onAxis(high ?? reach),
    margin: onAxis(margin),
  };
}
