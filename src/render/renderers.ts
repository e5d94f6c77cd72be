import type { Report } from '../report/report.ts';
import { serialiseReport } from '../report/serialise-report.ts';
import { renderStepsCsv } from './csv/steps-csv.ts';
import { renderTimelineCsv } from './csv/timeline-csv.ts';
import { renderHgrm } from './hdr/hgrm.ts';
import { renderHlog } from './hdr/hlog.ts';
import { renderJunit } from './junit/render-junit.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderPage } from './render-page.ts';
import { renderTables, type TableOptions } from './render-tables.ts';
import { type ReportType, reportTypeOf } from './report-types.ts';

export type Renderer = (report: Report, options: TableOptions) => string;

/** Type of output → how a report is written as it. */
const RENDERERS: Readonly<Record<ReportType, Renderer>> = {
  csv: renderStepsCsv,
  hgrm: renderHgrm('first_output'),
  'hgrm-turn': renderHgrm('turn'),
  hlog: renderHlog,
  html: renderPage,
  json: (report) => serialiseReport(report),
  junit: renderJunit,
  markdown: renderMarkdown,
  tables: renderTables,
  timeline: renderTimelineCsv,
};

/** @throws KnownError for an unknown type. */
export function rendererOf(type: string): Renderer {
  return RENDERERS[reportTypeOf(type)];
}
