import { join } from 'node:path';
import { writeFileAtomic } from '../platform/files/files.ts';
import { KnownError, messageOf } from '../platform/known-error.ts';
import { comparisonRendererOf } from '../render/comparison-renderers.ts';
import { renderComparisonDetails } from '../render/render-comparison-markdown.ts';
import { buildComparison, type ComparisonOptions } from '../report/comparison/build-comparison.ts';
import type { Comparison } from '../report/comparison/comparison-schema.ts';
import type { ComparisonSummary } from '../report/comparison/comparison-summary-schema.ts';
import { findingOfComparison, summariseComparison } from '../report/comparison/summarise-comparison.ts';
import { redactDeep } from '../report/redact-deep.ts';
import type { Report } from '../report/report.ts';
import { joinComparison } from '../verdict/final-verdict.ts';
import type { VerdictReason } from '../verdict/verdict.ts';
import type { ChosenBaseline, NoBaseline } from './read-baseline.ts';

/** The run that a new one is compared with, and how. */
export type Baseline = (ChosenBaseline | NoBaseline) & { readonly options: ComparisonOptions };

export interface JudgedRun {
  /** The report with the final verdict. */
  readonly report: Report;
  /** Undefined if there is no baseline, or if the comparison failed; the verdict then says why. */
  readonly comparison: Comparison | undefined;
}

/** Compares a run that has just ended with its baseline, and joins both verdicts into the final one. */
export function judgeAgainst(baseline: Baseline, report: Report): JudgedRun {
  if (baseline.report === undefined) return { report: firstOfItsScenario(baseline, report), comparison: undefined };
  const doubts = baseline.doubts.map((text): VerdictReason => ({ kind: 'suspect', text }));
  const facts = describeBaseline(baseline);
  try {
    const comparison = buildComparison([baseline.report], [report], baseline.options);
    const finding = findingOfComparison(comparison);
    const judged = joined(report, summariseComparison(comparison, facts), {
      ...finding,
      reasons: [...finding.reasons, ...doubts],
    });
    return { report: judged, comparison };
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    const reason: VerdictReason = { kind: 'comparison', text: `no comparison with the baseline: ${sentence(error)}` };
    const summary = {
      baseline: facts,
      status: 'not-comparable' as const,
      evidence: reason.text,
      rows: [],
      warnings: [],
    };
    const finding = { status: summary.status, exit: 'incomplete' as const, reasons: [reason, ...doubts] };
    return { report: joined(report, summary, finding), comparison: undefined };
  }
}

/** A run whose comparison failed must not look like a compared one: it passes with this doubt. */
function firstOfItsScenario({ chosen }: NoBaseline, report: Report): Report {
  const summary = { status: 'no-baseline' as const, evidence: chosen, rows: [], warnings: [] };
  return joined(report, summary, { status: 'pass', exit: 'pass', reasons: [{ kind: 'suspect', text: chosen }] });
}

function joined(report: Report, summary: ComparisonSummary, finding: Parameters<typeof joinComparison>[1]): Report {
  const verdict = joinComparison(report.verdict, finding);
  return { ...report, ...redactDeep({ verdict: verdict as Report['verdict'], comparison: summary }) };
}

function sentence({ message, hint }: KnownError): string {
  return hint === undefined ? message : `${message}; ${hint}`;
}

/** The files of the whole comparison in the folder of the run, for people and for pull requests. */
const FILES: Readonly<Record<string, (comparison: Comparison) => string>> = {
  'comparison.json': comparisonRendererOf('json'),
  'comparison.md': renderComparisonDetails,
};

/** Writes all of the comparison into the folder of the run. Returns what went wrong, one line each. */
export function writeComparison(comparison: Comparison, folder: string): string[] {
  return Object.entries(FILES).flatMap(([name, render]) => {
    try {
      writeFileAtomic(join(folder, name), render(comparison));
      return [];
    } catch (error) {
      return [messageOf(error)];
    }
  });
}

function describeBaseline({
  report: { run },
  path,
  chosen,
}: ChosenBaseline): NonNullable<ComparisonSummary['baseline']> {
  const { id, name, startedAt, commit } = run;
  return { id, name, startedAt, ...(commit !== undefined && { commit }), folder: path, chosen };
}
