import type { Comparison, ComparisonRow } from '../report/comparison/comparison-schema.ts';
import { formatDifference, formatInterval, formatRowValue, nameRow } from '../report/comparison/describe-row.ts';
import { explainStatus } from '../report/explain-verdict.ts';
import { comparisonFacts, EXPLORATORY_NOTE } from './comparison/comparison-lines.ts';
import { isOfSteps, MARKS, MARKS_LEGEND, partLines } from './comparison/parts-table.ts';
import { markdownText } from './markdown/inline.ts';
import { markdownList, markdownTable } from './markdown/markdown-table.ts';
import { MAX_CHARACTERS } from './render-markdown.ts';

const LINES_TO_TRY = [Number.POSITIVE_INFINITY, 500, 200, 100, 50, 20, 10, 5] as const;

const SIGNS: Readonly<Record<Comparison['verdict']['status'], string>> = {
  pass: '✅',
  regression: '❌',
  inconclusive: '⚠️',
  'not-enough-data': '⚠️',
  'not-comparable': '⚠️',
  incomplete: '⚠️',
};

/** A comparison for a pull request, in GitHub's Markdown: the verdict first. Limited to the size of a comment. */
export function renderComparisonMarkdown(comparison: Comparison): string {
  return fitToSizeLimit(comparison, verdictOf);
}

/** The same without a verdict: appended to the report of a run, which has the final verdict. */
export function renderComparisonDetails(comparison: Comparison): string {
  return fitToSizeLimit(comparison, () => ['### Full comparison']);
}

type Head = (comparison: Comparison, most: number) => readonly string[];

function fitToSizeLimit(comparison: Comparison, head: Head): string {
  for (const most of LINES_TO_TRY) {
    const text = renderWith(comparison, head, most);
    if (text.length <= MAX_CHARACTERS) return text;
  }
  return renderWith({ ...comparison, rows: comparison.rows.filter(({ gating }) => gating) }, head, 2);
}

function verdictOf({ verdict, candidate }: Comparison, most: number): readonly string[] {
  const { status, exitCode, reasons } = verdict;
  const meaning = explainStatus(verdict);
  return [
    `## ${SIGNS[status]} ${status.replaceAll('-', ' ').toUpperCase()}: ${markdownText(candidate[0]?.name ?? '')}`,
    `**exit code ${exitCode}**: ${markdownText(meaning)}`,
    markdownList(reasons.map(markdownText), most),
  ];
}

function renderWith(comparison: Comparison, head: Head, most: number): string {
  const { rows, warnings } = comparison;
  const facts = comparisonFacts(comparison).slice(0, most);
  return [
    ...head(comparison, most),
    metricTable(
      rows.filter(({ gating }) => gating),
      most,
    ),
    facts.map(([label, text]) => `${label}: ${markdownText(text)}`).join('<br>\n'),
    ...under('Other differences', markdownList(warnings.map(markdownText), most)),
    ...under(
      'Informational',
      metricTable(
        rows.filter((row) => !row.gating && !isOfSteps(row)),
        most,
      ),
    ),
    ...under('Step by step', placeTable(rows, most), `${EXPLORATORY_NOTE} ${MARKS_LEGEND}`),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function under(heading: string, text: string, note = ''): string[] {
  return text === '' ? [] : [`### ${heading}`, text, note];
}

function metricTable(rows: readonly ComparisonRow[], most: number): string {
  if (rows.length === 0) return '';
  const columns = [
    { heading: '', align: 'left' },
    { heading: 'baseline', align: 'right' },
    { heading: 'candidate', align: 'right' },
    { heading: 'change', align: 'right' },
    { heading: '95 % interval', align: 'right' },
    { heading: 'outcome', align: 'left' },
  ] as const;
  const cells = rows.map((row) => [
    markdownText(nameRow(row)),
    markdownText(formatRowValue(row, row.base, row.baseAtLeast)),
    markdownText(formatRowValue(row, row.candidate, row.candidateAtLeast)),
    row.difference ? formatDifference(row, row.difference.estimate) : '–',
    row.difference ? formatInterval(row, row.difference.interval95) : '–',
    `${MARKS[row.outcome]} ${row.outcome.replaceAll('-', ' ')}${row.outcome === 'equivalent' && row.why !== undefined ? ` ${row.why}` : ''}`,
  ]);
  return markdownTable(columns, cells, most);
}

const SHOWN = ['p50', 'p95', 'p99'];

function placeTable(rows: readonly ComparisonRow[], most: number): string {
  const columns = [
    { heading: 'step', align: 'left' as const },
    { heading: 'metric', align: 'left' as const },
    ...SHOWN.map((heading) => ({ heading, align: 'right' as const })),
  ];
  const cells = partLines(rows).map(({ within, part, metric, rows: found }) => [
    markdownText(within === '' ? part : `${within}: ${part}`),
    metric,
    ...SHOWN.map((statistic) => {
      const row = found.get(statistic);
      return row?.difference ? `${formatDifference(row, row.difference.estimate)} ${MARKS[row.outcome]}` : '–';
    }),
  ]);
  return cells.length === 0 ? '' : markdownTable(columns, cells, most);
}
