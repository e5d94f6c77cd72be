import { explainVerdict } from '../../report/explain-verdict.ts';
import type { Report } from '../../report/report.ts';
import { errorLines } from '../error-causes.ts';
import type { Paint, Style } from '../paint.ts';
import { paragraph, plainTable } from '../plain-table.ts';
import { isSuspect, reasonTexts, verdictName } from '../verdict-words.ts';
import { formatCount } from './format-count.ts';

/** Maximum number of causes per class; report.json has the others. */
const MAX_CAUSES = 5;
const WHEN_INDENT = 8;

/** Failures by class and cause, each with an example; empty if there were none. */
export function renderErrors({ errors, targets, load }: Report, width: number, paint: Paint): string {
  if (errors.length === 0) return '';
  const row = (cells: readonly string[]) =>
    plainTable([[...cells]], { widths: [24, 7, width - 31], aligns: ['left', 'right', 'left'], wrap: true });
  const lines = errors.flatMap((error) =>
    errorLines(error, MAX_CAUSES).flatMap(({ count, text, when }, index) => {
      const name = targets.length > 1 ? `${error.target}: ${error.class}` : error.class;
      const line = row([index > 0 ? '' : paint('red', name), formatCount(count), text]);
      // Full width: a column would truncate IDs, which must stay copyable.
      return when === undefined ? [line] : [line, paint('dim', paragraph(when, width, WHEN_INDENT))];
    }),
  );
  const table = [row(['class', 'count', 'first example'].map((text) => paint('dim', text))), ...lines].join('\n');
  const all = (load.warmUpMs ?? 0) > 0 || load.measure === 'steady' ? ' (including unmeasured time)' : '';
  return `${paint('bold', `failures${all}`)}\n${table}`;
}

const MARKS: Readonly<Record<Report['thresholds'][number]['state'], { mark: string; style: Style }>> = {
  pass: { mark: '✓', style: 'green' },
  fail: { mark: '✗', style: 'red' },
  'no-data': { mark: '–', style: 'red' },
  'too-few': { mark: '–', style: 'red' },
  inconclusive: { mark: '?', style: 'yellow' },
};

/** Each threshold with its result. */
export function renderThresholds({ thresholds }: Report, width: number, paint: Paint): string {
  if (thresholds.length === 0) return '';
  const rows = thresholds.map(({ state, expression, text }) => {
    const { mark, style } = MARKS[state];
    return [paint(style, mark), expression, text];
  });
  const table = plainTable(rows, { widths: [3, 41, width - 44], wrap: true });
  return `${paint('bold', 'thresholds')}\n${table}`;
}

const STATUS_STYLES: Readonly<Record<Report['verdict']['status'], Style>> = {
  pass: 'green',
  fail: 'red',
  'too-few-turns': 'red',
  'no-data': 'red',
  incomplete: 'yellow',
  invalid: 'yellow',
  regression: 'red',
  inconclusive: 'yellow',
  'not-enough-data': 'yellow',
  'not-comparable': 'yellow',
};

const HOW_TO_TRACE = 'trace      add --trace to the run to see one conversation message by message';

/** A threshold, a turn, a step or a connection failed. */
function hasFailed({ thresholds, errors }: Report): boolean {
  return errors.length > 0 || thresholds.some(({ state }) => state === 'fail');
}

/** What the last lines name. */
export interface ReportPlaces {
  /** The folder of the report. */
  readonly folder?: string | undefined;
  /** The page in it, if the run has written one. */
  readonly page?: string | undefined;
  /** The traces in it, if conversations were traced. */
  readonly trace?: string | undefined;
  /** A run with the same options could trace conversations. */
  readonly canTrace?: boolean | undefined;
}

/** The verdict with every reason, and the path of the report. */
export function renderVerdict(report: Report, width: number, paint: Paint, places: ReportPlaces): string {
  const { folder, page, trace, canTrace } = places;
  const { verdict, comparison } = report;
  const rows = reasonTexts(verdict).map((text) => ['-', text]);
  const reasons = plainTable(rows, { widths: [2, width - 2], wrap: true });
  const style = isSuspect(verdict) ? 'yellow' : STATUS_STYLES[verdict.status];
  const status = paint('bold', paint(style, verdictName(verdict)));
  const base = comparison?.baseline?.folder;
  const where =
    folder === undefined
      ? []
      : [
          `report     ${folder}`,
          ...(page === undefined ? [] : [`HTML       ${page}`]),
          ...(trace === undefined ? [] : [`trace      ${trace}`]),
          `tables     npx palaver report ${folder}`,
          ...(base === undefined ? [] : [`compare    npx palaver compare ${base} ${folder}`]),
          ...(canTrace && trace === undefined && hasFailed(report) ? [HOW_TO_TRACE] : []),
        ];
  // Never cut or wrap a path: it must stay copyable.
  return [
    [`verdict: ${status}`, reasons].join('\n').trimEnd(),
    [...where, `exit code  ${verdict.exitCode}: ${explainVerdict(report)}`].join('\n'),
  ].join('\n\n');
}
