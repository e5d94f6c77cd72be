import { KnownError } from '../platform/known-error.ts';
import type { Report } from '../report/report.ts';
import { serialiseReport } from '../report/serialise-report.ts';
import { renderHgrm } from './hgrm.ts';
import { renderHlog } from './hlog.ts';
import { renderTables, type TableOptions } from './tables/render-tables.ts';

export type Renderer = (report: Report, options: TableOptions) => string;

/** Type of output → how a report is written as it. */
const RENDERERS: Readonly<Record<string, Renderer>> = {
  hgrm: renderHgrm('first_output'),
  'hgrm-turn': renderHgrm('turn'),
  hlog: renderHlog,
  json: (report) => serialiseReport(report),
  tables: renderTables,
};

/** Throws a KnownError that lists the known types. */
export function rendererOf(type: string): Renderer {
  const renderer = Object.hasOwn(RENDERERS, type) ? RENDERERS[type] : undefined;
  if (renderer) return renderer;
  throw new KnownError(`there is no output type ${type}`, { hint: `known are ${Object.keys(RENDERERS).join(', ')}` });
}
