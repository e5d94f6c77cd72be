import { KnownError } from '../platform/known-error.ts';

/** What a report can be written as, known without what writes it. */
export const REPORT_TYPES = [
  'csv',
  'hgrm',
  'hgrm-turn',
  'hlog',
  'html',
  'json',
  'junit',
  'markdown',
  'tables',
  'timeline',
] as const;

export type ReportType = (typeof REPORT_TYPES)[number];

/** Known, too, but written while a run is in progress. */
export const TURNS_OUTPUT = 'turns';

/** Throws a KnownError that lists the known types. */
export function reportTypeOf(text: string): ReportType {
  const type = REPORT_TYPES.find((known) => known === text);
  if (type) return type;
  if (text === TURNS_OUTPUT)
    throw new KnownError('turns are written only during a run; a report does not hold all of them', {
      hint: 'request them when you start the run: palaver run … --out turns=FILE.jsonl.gz',
    });
  throw new KnownError(`unknown output type ${text}`, {
    hint: `use one of: ${[...REPORT_TYPES, TURNS_OUTPUT].join(', ')}`,
  });
}
