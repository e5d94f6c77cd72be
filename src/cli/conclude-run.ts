import { join } from 'node:path';
import type { RunObserver } from '../live/run-observer.ts';
import type { TurnsFile } from '../live/turns-file.ts';
import type { SystemDeps } from '../platform/system-deps.ts';
import { renderComparisonDetails } from '../render/render-comparison-markdown.ts';
import { renderMarkdown } from '../render/render-markdown.ts';
import { renderPage } from '../render/render-page.ts';
import { renderTables } from '../render/render-tables.ts';
import { renderTraces } from '../render/traces/render-traces.ts';
import type { Comparison } from '../report/comparison/comparison-schema.ts';
import { redactDeep } from '../report/redact-deep.ts';
import type { Report } from '../report/report.ts';
import { serialiseReport } from '../report/serialise-report.ts';
import { PAGE_FILE, REPORT_FILE, TRACE_FILE } from '../report/write-report.ts';
import type { ConductedRun } from '../run/conduct/conduct-report.ts';
import { joinMissingResults } from '../verdict/final-verdict.ts';
import { writeComparison } from './baseline.ts';
import type { ReportOutput } from './options/outputs.ts';
import { withRenderers } from './report-outputs.ts';
import { appendSummary } from './step-summary.ts';
import { wantsColour } from './terminal.ts';
import { writeOutputs, writeSettled } from './write-outputs.ts';

export interface RunResults {
  readonly outputs: readonly ReportOutput[];
  readonly turns: TurnsFile | undefined;
  /** The comparison with the baseline; its verdict is already part of that of the report. */
  readonly comparison: Comparison | undefined;
  /** They are closed with the final report. */
  readonly views: readonly RunObserver[];
  /** Where the tables go. */
  readonly shown: SystemDeps['stdout'];
  readonly noColour: boolean | undefined;
  /** No page next to report.json. */
  readonly noPage?: boolean | undefined;
  /** The run could have been traced. */
  readonly canTrace?: boolean | undefined;
}

/**
 * Writes and shows the results of a run, with the same verdict everywhere: files first, since a file that cannot be written
 * is part of the verdict; then the dashboard, the terminal and the step summary. Returns the exit code.
 */
export async function concludeRun(conducted: ConductedRun, results: RunResults, system: SystemDeps): Promise<number> {
  const { outputs, turns, comparison, views, shown, noColour, noPage = false, canTrace = false } = results;
  const { folder } = conducted;
  const lost = turns?.failure === undefined ? [] : turns.notes();
  const unkept = comparison && folder !== undefined ? writeComparison(comparison, folder) : [];
  const page = folder === undefined || noPage ? [] : [{ render: renderPage, path: join(folder, PAGE_FILE) }];
  const isTraced = folder !== undefined && conducted.report.traces !== undefined;
  const trace = isTraced ? [{ render: renderTraces, path: join(folder, TRACE_FILE) }] : [];
  const before = withMissing(conducted.report, [...lost, ...unkept]);
  const { result: report, failures } = writeSettled(
    [...page, ...trace, ...withRenderers(outputs)],
    before,
    withMissing,
    system,
  );
  if (report !== conducted.report && folder !== undefined)
    writeOutputs([{ render: serialiseReport, path: join(folder, REPORT_FILE) }], report, system);
  for (const view of views) await view.close?.(report);
  const colour = wantsColour(system, shown, noColour);
  const places = {
    ...(folder && { folder }),
    page: written(page, failures),
    trace: written(trace, failures),
    canTrace,
  };
  shown.write(renderTables(report, { colour, width: shown.columns ?? 80, ...places }));
  for (const warning of [...(turns?.notes() ?? []), ...unkept, ...failures])
    system.stderr.write(`warning: ${warning}\n`);
  const details = comparison ? [renderComparisonDetails(comparison)] : [];
  appendSummary([renderMarkdown(report), ...details].join('\n'), system);
  return report.verdict.exitCode;
}

/** The path of a file, if it could be written, as the tables show it. */
function written([file]: readonly { readonly path: string }[], failures: readonly string[]): string | undefined {
  return file && failures.some((failure) => failure.includes(file.path)) ? undefined : file?.path;
}

function withMissing(report: Report, missing: readonly string[]): Report {
  if (missing.length === 0) return report;
  return { ...report, verdict: joinMissingResults(report.verdict, redactDeep([...missing])) as Report['verdict'] };
}
