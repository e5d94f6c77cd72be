import { KnownError } from '../platform/known-error.ts';
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

export type Renderer = (report: Report, options: TableOptions) => string;

/** Type of output → how a report is written as it. */
const RENDERERS: Readonly<Record<string, Renderer>> = {
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

export const REPORT_TYPES = Object.keys(RENDERERS);

/** Known, too, but written while a run goes on. */
export const TURNS_OUTPUT = 'turns';

/** Throws a KnownError that lists the known types. */
export function rendererOf(type: string): Renderer {
  const renderer = Object.hasOwn(RENDERERS, type) ? RENDERERS[type] : undefined;
  if (renderer) return renderer;
  if (type === TURNS_OUTPUT)
    throw new KnownError('turns are written only during a run; a report does not hold all of them', {
      hint: 'request them when you start the run: palaver run … --out turns=FILE.jsonl.gz',
    });
  throw new KnownError(`unknown output type ${type}`, {
    hint: `use one of: ${[...REPORT_TYPES, TURNS_OUTPUT].join(', ')}`,
  });
}
