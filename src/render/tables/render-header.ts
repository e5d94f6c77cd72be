import { formatDurationMs } from '../../platform/time/duration.ts';
import type { Report } from '../../report/report.ts';
import { describeRun } from '../describe-run.ts';
import type { Paint } from '../paint.ts';
import { paragraph, plainTable } from '../plain-table.ts';

/** The facts of the run and its totals. */
export function renderHeader(report: Report, width: number, paint: Paint): string {
  const { run } = report;
  const identity = `${run.id}, ${run.startedAt}, ${formatDurationMs(run.durationMs)}, seed ${run.seed}`;
  const labelled = [['run', identity], ...describeRun(report)].map(([label, text]) => [paint('dim', label!), text]);
  return `${paint('bold', paragraph(run.name, width))}\n${plainTable(labelled, { widths: [16, width - 16], wrap: true })}`;
}
