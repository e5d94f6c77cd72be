import { evidenceUnit, MIN_RUNS } from '../../compare/evidence.ts';
import { countedBy } from '../../measure/counted-by.ts';
import { KnownError } from '../../platform/known-error.ts';
import type { Report } from '../report.ts';
import { judgeComparability, refuseRepeatedRuns } from './comparability.ts';
import { comparedCurves } from './compared-curves.ts';
import type { ComparedMetric, Sides } from './compared-metrics.ts';
import { COMPARISON_VERSION, type ComparedRun, type Comparison, type ComparisonRow } from './comparison-schema.ts';
import { defaultGates, type Gate } from './gate.ts';
import { hasInterrupted, type InterruptedAs, settleInterrupted } from './interrupted.ts';
import { evidenceNote, judgeComparison } from './judge-comparison.ts';
import { judgeMetrics, type Margins } from './judge-metrics.ts';
import { listMetrics } from './list-metrics.ts';
import type { ReportPart } from './part.ts';
import { shareEvidence } from './share-evidence.ts';
import { failedWithoutValue } from './trend-evidence.ts';

export interface ComparisonOptions extends Margins {
  /** Default: see `defaultGates`. */
  readonly gates?: readonly Gate[] | undefined;
  /** Treat inconclusive gating rows like rows without data. */
  readonly failOnInconclusive: boolean;
  /** Version of the palaver that compares. */
  readonly palaver: string;
}

/** Where the schema of a comparison is found. */
const SCHEMA = 'comparison.schema.json';

/**
 * Compares the candidate's runs with the baseline's and judges the differences. Throws a KnownError if the numbers of runs
 * cannot be compared, a run is given twice, or a gate names something that the runs do not have.
 */
export function buildComparison(
  base: readonly Report[],
  candidate: readonly Report[],
  options: ComparisonOptions,
): Comparison {
  const sides: Sides = { unit: unitFor(base, candidate), interrupted: 'omitted', base, candidate };
  refuseRepeatedRuns(sides);
  const { reasonsAgainst, warnings } = judgeComparability(sides);
  const gates = options.gates ?? defaultGates([...base, ...candidate], sides.unit);
  const gated = { ...options, gates };
  const withoutInterrupted = judgedRows(sides, gated);
  const rows = [...base, ...candidate].some(hasInterrupted)
    ? settleInterrupted(withoutInterrupted, judgedRows({ ...sides, interrupted: 'failed' }, gated))
    : withoutInterrupted;
  return {
    $schema: SCHEMA,
    version: COMPARISON_VERSION,
    tool: `palaver ${options.palaver}`,
    verdict: judgeComparison(rows, reasonsAgainst, options.failOnInconclusive),
    evidence: { unit: sides.unit, note: evidenceNote(sides.unit, rows, [base.length, candidate.length]) },
    options: {
      margin: { ...options.margin },
      shareMargin: options.shareMargin,
      gates: gates.map(({ expression }) => expression),
      failOnInconclusive: options.failOnInconclusive,
    },
    base: base.map(describeRun),
    candidate: candidate.map(describeRun),
    warnings: [...warnings],
    rows,
    curves: comparedCurves(base, candidate),
  };
}

function judgedRows(sides: Sides, options: ComparisonOptions & { readonly gates: readonly Gate[] }): ComparisonRow[] {
  const { gating, exploratory } = listMetrics(sides, options.gates);
  const failuresRose = (compared: ComparedMetric) => risenFailures(sides, compared, options.shareMargin);
  const judge = (compared: readonly ComparedMetric[], isGating: boolean) =>
    judgeMetrics(compared, { ...options, gating: isGating, failuresRose });
  return [...judge(gating, true), ...judge(exploratory, false)];
}

function unitFor(base: readonly Report[], candidate: readonly Report[]): Sides['unit'] {
  const unit = evidenceUnit(base.length, candidate.length);
  if (unit) return unit;
  throw new KnownError(`cannot compare ${base.length} with ${candidate.length} runs`, {
    hint: `use one run per side, or at least ${MIN_RUNS} per side: two runs do not show run-to-run variation`,
  });
}

/** Whether more turns, or connections, failed than in the baseline, beyond the margin: of this part, or of the whole run. */
function risenFailures(
  { base, candidate, interrupted }: Sides,
  { metric, part }: ComparedMetric,
  margin: number,
): boolean {
  const failed = countedBy(metric) === 'connections' ? 'connects_failed' : 'turn_failure';
  const shareOf = (reports: readonly Report[], where: ReportPart) => failureShare(reports, failed, where, interrupted);
  return [part, {}].some((where) => shareOf(candidate, where) - shareOf(base, where) > margin);
}

function failureShare(
  reports: readonly Report[],
  failed: 'turn_failure' | 'connects_failed',
  part: ReportPart,
  interrupted: InterruptedAs,
): number {
  const found = reports.flatMap((report) => shareEvidence(report, failed, part, interrupted)?.whole ?? []);
  const of = found.reduce((sum, cluster) => sum + cluster.of, 0);
  return of > 0 ? found.reduce((sum, { hits }) => sum + hits, 0) / of : 0;
}

function describeRun({ run, scenario, load, generator, metrics }: Report): ComparedRun {
  const { turn, connect } = metrics;
  return {
    id: run.id,
    name: run.name,
    startedAt: run.startedAt,
    durationMs: run.durationMs,
    turns: turn?.kind === 'trend' ? turn.count + failedWithoutValue(turn) : 0,
    ...(scenario.turns === false && { connections: connect?.kind === 'trend' ? connect.count : 0 }),
    load: load.description,
    seed: run.seed,
    scenarioSha256: scenario.sha256,
    palaver: generator.palaver,
    ...(run.commit !== undefined && { commit: run.commit }),
  };
}
