import { groupThousands } from '../../platform/group-thousands.ts';
import { escapeHtml } from './escape-html.ts';
import type { PageModel, RowModel, ThresholdModel, TrendModel } from './page-model.ts';
import { FACT_COLUMNS, listOf, tableOf } from './plain-html.ts';

const QUANTILES = ['p50', 'p90', 'p95', 'p99'] as const;
const STATES: Readonly<Record<ThresholdModel['state'], string>> = {
  pass: 'passed',
  fail: 'failed',
  'no-data': 'no data',
  'too-few': 'not enough data',
  inconclusive: 'inconclusive',
  waiting: 'pending',
};
/** Columns of the latency table before its numbers. */
const WORDS = 4;
const METRICS: ReadonlySet<string> = new Set(['first_output', 'turn']);

/** What a reader without scripts must see: the verdict, the thresholds, and how long turns took. HTML without any style. */
export function plainPage({
  title,
  verdict,
  thresholds,
  comparison,
  notes,
  facts,
  rows,
  places,
  legends,
  failures,
}: PageModel): string {
  return [
    `<h1>${escapeHtml(title)}</h1>`,
    `<p>Verdict: <strong>${escapeHtml(verdict.word)}</strong>, ${escapeHtml(`exit code ${verdict.exitCode}: ${verdict.why}`)}</p>`,
    listOf(verdict.reasons),
    tableOf(
      'Thresholds',
      ['state', 'threshold', 'actual'],
      thresholds.map(({ state, expression, text }) => [STATES[state], expression, text]),
    ),
    ...(comparison ? [tableOf(comparison.title, comparison.head, comparison.rows)] : []),
    ...(places ? [tableOf('Places', places.head, places.rows, places.names)] : []),
    tableOf(
      'Latency',
      ['target', 'conversation', 'scope', 'metric', 'total', 'failed', ...QUANTILES],
      rows.flatMap((row) => row.trends.filter(({ metric }) => METRICS.has(metric)).map((trend) => cellsOf(row, trend))),
      WORDS,
    ),
    listOf(legends),
    tableOf(
      'Failures',
      ['target', 'class', 'count', 'first example', 'when'],
      failures.flatMap(({ target, class: name, lines }) =>
        lines.map(({ count, text, when = '' }) => [target, name, groupThousands(count), text, when]),
      ),
    ),
    tableOf('Run details', [], [...facts, ...(comparison?.facts ?? [])], FACT_COLUMNS),
    listOf(notes),
    '<p>Charts and all other metrics need JavaScript; the page loads nothing from the network.</p>',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function cellsOf({ target, conversation, label }: RowModel, trend: TrendModel): string[] {
  const { metric, count, failed, quantiles } = trend;
  return [
    target,
    conversation,
    label,
    metric,
    groupThousands(count + failed),
    groupThousands(failed),
    ...QUANTILES.map((name) => quantiles[name].text),
  ];
}
