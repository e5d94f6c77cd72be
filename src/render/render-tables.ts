import { withoutRunnerCommands } from '../platform/visible.ts';
import type { Report } from '../report/report.ts';
import { painter } from './paint.ts';
import { printable } from './printable.ts';
import { renderComparisonSummary } from './tables/render-comparison-summary.ts';
import { renderGenerators } from './tables/render-generators.ts';
import { renderHeader } from './tables/render-header.ts';
import { renderPlaces } from './tables/render-places.ts';
import { renderRegions } from './tables/render-regions.ts';
import { renderTurns } from './tables/render-turns.ts';
import { type ReportPlaces, renderErrors, renderThresholds, renderVerdict } from './tables/render-verdict.ts';

export interface TableOptions extends ReportPlaces {
  /** Default false. */
  readonly colour?: boolean;
  /** Columns of the terminal, 80 to 120. Default 80. */
  readonly width?: number;
}

/** The report as tables for a terminal. Ends with a line break. */
export function renderTables(raw: Report, { colour = false, width = 80, ...places }: TableOptions = {}): string {
  const report = printable(raw);
  const paint = painter(colour);
  const columns = Math.min(120, Math.max(80, width));
  const parts = [
    renderHeader(report, columns, paint),
    renderTurns(report, columns, paint),
    renderRegions(report, columns, paint),
    renderPlaces(report, columns, paint),
    renderGenerators(report, columns, paint),
    renderErrors(report, columns, paint),
    renderThresholds(report, columns, paint),
    renderComparisonSummary(report, columns, paint),
    renderVerdict(report, columns, paint, places),
  ].filter((part) => part !== '');
  return withoutRunnerCommands(`${parts.join('\n\n')}\n`);
}
