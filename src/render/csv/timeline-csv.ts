import { timelineQuantiles } from '../../measure/histogram/timeline-quantiles.ts';
import { COUNTERS } from '../../measure/metrics.ts';
import type { Report } from '../../report/report.ts';
import { blockLengthMs } from '../hdr/block-length.ts';
import { type CsvCell, csvText } from './csv-text.ts';

type Block = Report['timeline']['blocks'][number];

const TIMES = ['run_id', 'start_ms', 'end_ms', 'phase', 'active_vus', 'arrivals'] as const;
const QUANTILES = ['p50', 'p95', 'p99'] as const;
const METRICS = { firstOutput: 'first_output', turn: 'turn' } as const;
const METRIC_NAMES = Object.keys(METRICS) as (keyof typeof METRICS)[];
const QUANTILE_COLUMNS = METRIC_NAMES.flatMap((metric) => QUANTILES.map((name) => `${METRICS[metric]}_${name}_ms`));

/**
 * The run over time, all targets together: a line per block of the report's timeline (1 s each in a run of up to two minutes,
 * longer in a longer one), from the start of the load. The columns after `turn_p99_ms` are counters: what each grew by in the
 * block, without those that stayed 0 in the run. Quantiles are upper bounds, at most 1 % above the value, of the turns with
 * a value: failed turns are only in the counters. Throws a KnownError if a histogram is damaged.
 */
export function renderTimelineCsv(report: Report): string {
  const { run, timeline } = report;
  const counters = countersOf(timeline.blocks);
  const [quantiles] = timelineQuantiles(timeline);
  const rows = timeline.blocks.map((block, index) => {
    const { startMs, phase, arrivals } = block;
    const lengthMs = blockLengthMs(report, startMs);
    const activeVus = short((block.activeVus * timeline.blockMs) / lengthMs);
    const times: CsvCell[] = METRIC_NAMES.flatMap((metric) =>
      QUANTILES.map((name) => quantiles?.[metric][name][index] ?? null),
    );
    const counts = counters.map((name) => countOf(block, name));
    return [run.id, startMs, startMs + lengthMs, phase, activeVus, arrivals, ...times, ...counts];
  });
  return csvText([...TIMES, ...QUANTILE_COLUMNS, ...counters], rows);
}

/** Columns in the order of the list of metrics, so that two runs have the same order of columns. */
function countersOf(blocks: readonly Block[]): string[] {
  const seen = new Set(blocks.flatMap(({ counters }) => Object.values(counters).flatMap((own) => Object.keys(own))));
  const known = Object.keys(COUNTERS).filter((name) => seen.has(name));
  return [...known, ...[...seen].filter((name) => !Object.hasOwn(COUNTERS, name)).sort()];
}

function countOf({ counters }: Block, name: string): number {
  return Object.values(counters).reduce((sum, own) => sum + (own[name] ?? 0), 0);
}

function short(value: number): number {
  return Number(value.toPrecision(4));
}
