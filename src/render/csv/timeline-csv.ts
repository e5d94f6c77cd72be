import { timelineQuantiles } from '../../measure/histogram/timeline-quantiles.ts';
import { COUNTERS } from '../../measure/metrics.ts';
import { onlyPlace } from '../../report/only-place.ts';
import type { Report } from '../../report/report.ts';
import { blockLengthMs } from '../hdr/block-length.ts';
import { type CsvCell, csvText } from './csv-text.ts';

type Block = Report['timeline']['blocks'][number];

const TIMES = ['start_ms', 'end_ms', 'phase', 'active_vus', 'arrivals'] as const;
const QUANTILES = ['p50', 'p95', 'p99'] as const;
const METRICS = { firstOutput: 'first_output', turn: 'turn' } as const;
const METRIC_NAMES = Object.keys(METRICS) as (keyof typeof METRICS)[];
const QUANTILE_COLUMNS = METRIC_NAMES.flatMap((metric) => QUANTILES.map((name) => `${METRICS[metric]}_${name}_ms`));

/**
 * The run over time, all targets together: a line per block of the report's timeline (1 s each in a run of up to two minutes,
 * longer in a longer one), from the start of the load; with several places, one of each more, and only runs with a place have
 * that column. The columns after `turn_p99_ms` are counters: what each grew by in the
 * block, without those that stayed 0 in the run. Quantiles are upper bounds, at most 1 % above the value, of the turns with
 * a value: failed turns are only in the counters. Throws a KnownError if a histogram is damaged.
 */
export function renderTimelineCsv(report: Report): string {
  const { run, timeline, places } = report;
  const counters = countersOf(timeline.blocks);
  const all = onlyPlace(report);
  const isParted = timeline.blocks.some((block) => block.places !== undefined);
  const groups = [{}, ...(isParted ? (places ?? []).map(({ place }) => ({ place })) : [])];
  const quantiles = timelineQuantiles(timeline, groups);
  const rows = timeline.blocks.flatMap((block, index) =>
    groups.map(({ place }: { readonly place?: string }, at) => {
      const { startMs, phase } = block;
      const lengthMs = blockLengthMs(report, startMs);
      const totals = place === undefined ? block : (block.places?.[place] ?? NOTHING);
      const activeVus = short((totals.activeVus * timeline.blockMs) / lengthMs);
      const times: CsvCell[] = METRIC_NAMES.flatMap((metric) =>
        QUANTILES.map((name) => quantiles[at]?.[metric][name][index] ?? null),
      );
      const counts = counters.map((name) => countOf(totals, name));
      return [
        run.id,
        ...(places ? [place ?? all] : []),
        ...[startMs, startMs + lengthMs, phase, activeVus, totals.arrivals, ...times, ...counts],
      ];
    }),
  );
  return csvText(['run_id', ...(places ? ['place'] : []), ...TIMES, ...QUANTILE_COLUMNS, ...counters], rows);
}

/** What a place has in a block in which it measured nothing. */
const NOTHING = { activeVus: 0, arrivals: 0, counters: {} };

/** Columns in the order of the list of metrics, so that two runs have the same order of columns. */
function countersOf(blocks: readonly Block[]): string[] {
  const seen = new Set(blocks.flatMap(({ counters }) => Object.values(counters).flatMap((own) => Object.keys(own))));
  const known = Object.keys(COUNTERS).filter((name) => seen.has(name));
  return [...known, ...[...seen].filter((name) => !Object.hasOwn(COUNTERS, name)).sort()];
}

function countOf({ counters }: Pick<Block, 'counters'>, name: string): number {
  return Object.values(counters).reduce((sum, own) => sum + (own[name] ?? 0), 0);
}

function short(value: number): number {
  return Number(value.toPrecision(4));
}
