import { withoutRunnerCommands } from '../platform/visible.ts';
import type { Comparison, ComparisonRow } from '../report/comparison/comparison-schema.ts';
import { formatDifference, formatLimits, formatRowValue, nameRow } from '../report/comparison/describe-row.ts';
import { explainStatus } from '../report/explain-verdict.ts';
import { comparisonFacts, EXPLORATORY_NOTE } from './comparison/comparison-lines.ts';
import { isOfSteps, MARKS, MARKS_LEGEND, type PartLine, partLines } from './comparison/parts-table.ts';
import { type Paint, painter, type Style } from './paint.ts';
import { paragraph, plainTable } from './plain-table.ts';
import type { TableOptions } from './render-tables.ts';

const OUTCOME_STYLES: Readonly<Partial<Record<ComparisonRow['outcome'], Style>>> = {
  slower: 'red',
  worse: 'red',
  faster: 'green',
  better: 'green',
  inconclusive: 'yellow',
  'not-enough-data': 'yellow',
};

const STATUS_STYLES: Readonly<Record<Comparison['verdict']['status'], Style>> = {
  pass: 'green',
  regression: 'red',
  inconclusive: 'yellow',
  'not-enough-data': 'yellow',
  'not-comparable': 'yellow',
  incomplete: 'yellow',
};

/** A comparison as tables for a terminal. Ends with a line break. */
export function renderComparison(
  comparison: Comparison,
  { colour = false, width: columns = 80 }: TableOptions = {},
): string {
  const paint = painter(colour);
  const width = Math.min(120, Math.max(80, columns));
  const { rows, warnings } = comparison;
  const parts = [
    plainTable(
      comparisonFacts(comparison).map(([label, text]) => [paint('dim', label), text]),
      { widths: [11, width - 11], wrap: true },
    ),
    section('other differences', list(warnings, width), paint),
    section(
      'gating metrics',
      metricTable(
        rows.filter(({ gating }) => gating),
        width,
        paint,
      ),
      paint,
    ),
    section(
      'informational',
      metricTable(
        rows.filter((row) => !row.gating && !isOfSteps(row)),
        width,
        paint,
      ),
      paint,
    ),
    placeTable(rows, width, paint),
    verdictLines(comparison, width, paint),
  ];
  return withoutRunnerCommands(`${parts.filter((part) => part !== '').join('\n\n')}\n`);
}

function section(title: string, text: string, paint: Paint): string {
  return text === '' ? '' : `${paint('bold', title)}\n${text}`;
}

function list(items: readonly string[], width: number): string {
  return plainTable(
    items.map((item) => ['-', item]),
    { widths: [2, width - 2], wrap: true },
  );
}

const VALUE_WIDTHS = [9, 10, 9, 15, 13];

function metricTable(rows: readonly ComparisonRow[], width: number, paint: Paint): string {
  if (rows.length === 0) return '';
  const head = ['', 'baseline', 'candidate', 'change', '95 % interval', 'outcome'];
  const lines = rows.map((row) => [
    nameRow(row),
    formatRowValue(row, row.base, row.baseAtLeast),
    formatRowValue(row, row.candidate, row.candidateAtLeast),
    row.difference ? formatDifference(row, row.difference.estimate) : '–',
    row.difference ? formatLimits(row, row.difference.interval95) : '–',
    paintOutcome(row.outcome, shortOutcome(row), paint),
  ]);
  const spare = width - VALUE_WIDTHS.reduce((sum, each) => sum + each, 0);
  const label = labelWidth(lines, spare);
  const table = plainTable([head.map((text) => paint('dim', text)), ...lines], {
    widths: [label, ...VALUE_WIDTHS],
    aligns: ['left', 'right', 'right', 'right', 'right', 'left'],
    wrap: true,
  });
  const hasGaps = rows.some(({ outcome }) => outcome === 'not-enough-data');
  return hasGaps ? `${table}\n${paint('dim', ' n/a: not enough data')}` : table;
}

/** Equivalent rows show their reason; all other reasons are in the verdict. */
function shortOutcome({ outcome, why }: ComparisonRow): string {
  if (outcome === 'not-enough-data') return 'n/a';
  return outcome === 'equivalent' && why !== undefined ? `${outcome} ${why}` : outcome;
}

const SHOWN = ['p50', 'p95', 'p99'];
const CHANGE_WIDTH = 11;

function placeTable(rows: readonly ComparisonRow[], width: number, paint: Paint): string {
  const lines = partLines(rows);
  if (lines.length === 0) return '';
  const cell = (line: PartLine, statistic: string) => {
    const row = line.rows.get(statistic);
    if (!row?.difference) return '–';
    return paintOutcome(row.outcome, `${formatDifference(row, row.difference.estimate)} ${MARKS[row.outcome]}`, paint);
  };
  const cells = lines.flatMap((line, index) => {
    const isNew = line.within !== '' && line.within !== lines[index - 1]?.within;
    const part = line.within === '' ? line.part : `  ${line.part}`;
    return [...(isNew ? [[line.within]] : []), [part, line.metric, ...SHOWN.map((statistic) => cell(line, statistic))]];
  });
  const metric = Math.max(14, ...lines.map((line) => line.metric.length + 1));
  const label = labelWidth(cells, width - metric - SHOWN.length * CHANGE_WIDTH);
  const widths = [label, metric, ...SHOWN.map(() => CHANGE_WIDTH)];
  const table = plainTable([['', '', ...SHOWN].map((text) => paint('dim', text)), ...cells], {
    widths,
    aligns: ['left', 'left', 'right', 'right', 'right'],
  });
  const notes = [EXPLORATORY_NOTE, MARKS_LEGEND].map((note) => paint('dim', paragraph(note, width, 1)));
  return [paint('bold', 'step by step'), table, ...notes].join('\n');
}

/** As wide as the longest name, within limits: numbers far from their names are hard to read. */
function labelWidth(lines: readonly (readonly string[])[], spare: number): number {
  return Math.min(spare, Math.max(25, ...lines.map(([name = '']) => name.length + 2)));
}

function paintOutcome(outcome: ComparisonRow['outcome'], text: string, paint: Paint): string {
  const style = OUTCOME_STYLES[outcome];
  return style ? paint(style, text) : text;
}

function verdictLines({ verdict }: Comparison, width: number, paint: Paint): string {
  const { status, exitCode, reasons } = verdict;
  const meaning = explainStatus(verdict);
  const word = paint('bold', paint(STATUS_STYLES[status], status.replaceAll('-', ' ').toUpperCase()));
  return [`verdict: ${word}`, list(reasons, width), `exit code  ${exitCode}: ${meaning}`]
    .filter((line) => line !== '')
    .join('\n');
}
