import { compareShareByBlocks } from '../../compare/compare-share.ts';
import { compareTrendByBlocks } from '../../compare/compare-trend.ts';
import { chanceOfBetter, chanceOfWorse, intervalOf } from '../../compare/estimate.ts';
import type { Finding, TrendEvidence } from '../../compare/evidence.ts';
import { holmAdjusted } from '../../compare/holm.ts';
import { pairedQuantileDifference } from '../../compare/paired-difference.ts';
import { randomStream } from '../../platform/random.ts';
import { metricsAt } from '../comparison/part.ts';
import { shareEvidence } from '../comparison/share-evidence.ts';
import { trendEvidence } from '../comparison/trend-evidence.ts';
import type { Report } from '../report.ts';
import type { Regions, Standing } from './regions-schema.ts';

const QUANTILES = { p50: 0.5, p95: 0.95 } as const;
const SIGNIFICANT = 0.05;

type Row = Regions['ranking'][number];
/** The difference of one target from the best, before the correction over all rows. */
interface Rival {
  readonly target: string;
  readonly finding: Finding;
  /** Two-sided. */
  readonly p: number | undefined;
}
interface OpenRow {
  readonly row: Omit<Row, 'standings'>;
  readonly best: Standing;
  readonly rivals: readonly Rival[];
}

type Ranked = Pick<Report, 'targets' | 'metrics' | 'groups' | 'timeline' | 'load' | 'run'>;

/**
 * Ranks the targets of a run per metric, with their distance from the best. Targets loaded at the same time are resampled
 * together (block bootstrap); targets loaded in turns have their own blocks.
 */
export function rankTargets(report: Ranked): Pick<Regions, 'ranking' | 'blockMs'> {
  const open = [
    ...(['first_output', 'turn'] as const).flatMap((metric) =>
      (['p50', 'p95'] as const).flatMap((statistic) => trendRow(report, metric, statistic)),
    ),
    ...completionRow(report),
  ];
  const rivals = open.flatMap((row) => row.rivals).filter(({ p }) => p !== undefined);
  const adjusted = holmAdjusted(rivals.map(({ p }) => p!));
  const pOf = new Map(rivals.map((rival, index) => [rival, adjusted[index]!]));
  const blocks = open.flatMap((row) => row.rivals.map(({ finding }) => finding.blockMs ?? 0));
  return {
    ...(Math.max(0, ...blocks) > 0 && { blockMs: Math.round(Math.max(...blocks)) }),
    ranking: open.map(({ row, best, rivals: others }) => ({
      ...row,
      standings: [best, ...others.map((rival) => standingOf(row.unit, rival, pOf.get(rival)))],
    })),
  };
}

function trendRow(report: Ranked, metric: 'first_output' | 'turn', statistic: keyof typeof QUANTILES): OpenRow[] {
  const q = QUANTILES[statistic];
  const sides = report.targets.flatMap(({ name }) => {
    const evidence = trendEvidence(report as Report, metric, { target: name });
    return evidence && evidence.turns > 0 ? [{ target: name, us: evidence.quantileUs(q), evidence }] : [];
  });
  const [best, ...others] = sides.toSorted((left, right) => left.us - right.us || 0);
  if (!best) return [];
  const rivals = others.map(({ target, evidence }): Rival => {
    const stream = randomStream(report.run.seed, 0, `${metric} ${statistic} ${best.target} ${target}`);
    const [finding] =
      report.load.targetOrder === 'abba'
        ? compareTrendByBlocks(ownTime(best.evidence), ownTime(evidence), [q], { stream })
        : compareTrendByBlocks(best.evidence, evidence, [q], { stream, differenceOf: pairedQuantileDifference });
    return { target, finding: finding!, p: twoSided(finding!) };
  });
  const row = { metric, statistic, unit: 'ms' } as const;
  return [{ row, best: { target: best.target, value: msOf(best.us), outcome: 'best' }, rivals }];
}

/** If targets were loaded in turns, a target has no data in the time of the others. */
function ownTime(evidence: TrendEvidence): TrendEvidence {
  const blocks = () => evidence.blocks()?.filter(({ counts, failed }) => counts.total + failed > 0);
  const runMs = (ms: number) => {
    const share = (blocks()?.length ?? 0) / (evidence.blocks()?.length ?? 1);
    return evidence.runMs?.(share > 0 ? ms / share : ms) ?? ms;
  };
  return { ...evidence, blocks, runMs };
}

function completionRow(report: Ranked): OpenRow[] {
  const name = 'conversation_completion';
  const sides = report.targets.flatMap(({ name: target }) => {
    const evidence = shareEvidence(report as Report, name, { target });
    const rate = metricsAt(report, { target })?.[name];
    return evidence && rate?.kind === 'rate' && rate.value !== null ? [{ target, share: rate.value, evidence }] : [];
  });
  const [best, ...others] = sides.toSorted((left, right) => right.share - left.share);
  if (!best) return [];
  const rivals = others.map(({ target, evidence }): Rival => {
    const finding = compareShareByBlocks(best.evidence, evidence);
    return { target, finding, p: twoSided(finding) };
  });
  const row = { metric: name, statistic: 'value', unit: 'share' } as const;
  return [{ row, best: { target: best.target, value: best.share, outcome: 'best' }, rivals }];
}

/** Two-sided, since the best target is selected from the same numbers. */
function twoSided({ estimate }: Finding): number | undefined {
  return estimate && Math.min(1, 2 * Math.min(chanceOfWorse(estimate), chanceOfBetter(estimate)));
}

function standingOf(unit: Row['unit'], { target, finding }: Rival, p: number | undefined): Standing {
  const isTime = unit === 'ms';
  // Evidence on shares counts failures.
  const value = isTime ? msOf(finding.candidate) : 1 - finding.candidate;
  if (!finding.estimate || p === undefined)
    return { target, value, outcome: 'not-enough-data', why: sideless(finding.why!) };
  const scale = isTime ? Math.expm1 : (difference: number) => difference;
  const [lower, upper] = intervalOf(finding.estimate, 0.95);
  return {
    target,
    value,
    difference: rounded(scale(finding.estimate.value)),
    interval95: [rounded(scale(lower)), rounded(scale(upper))],
    outcome: p < SIGNIFICANT ? 'worse' : 'inconclusive',
  };
}

/** Sides are targets here: of two reasons, the one of the target that is named (the candidate), else that of the best. */
function sideless(why: string): string {
  return why.replace(/^.*; candidate: |^(baseline|candidate): /, '');
}

function msOf(us: number): number | null {
  return Number.isFinite(us) ? rounded(us / 1000) : null;
}

function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
