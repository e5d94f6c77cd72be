import { HdrCounts } from '../../measure/histogram/hdr-counts.ts';
import type { Metrics } from '../../report/metric-schema.ts';
import type { Report, ReportTimeline } from '../../report/report.ts';
import { hdrComment, hdrInstant, hdrRunComments } from './hdr-comment.ts';
import { type HlogGroup, type HlogPart, hlogTag } from './hlog-tag.ts';

/** An interval of the run that a histogram is of, ms since its start. */
interface Interval {
  readonly startMs: number;
  readonly lengthMs: number;
}

const LEGEND = '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"';
/** The metrics that a timeline's blocks hold, by their name there. */
const CHARTED = { firstOutput: 'first_output', turn: 'turn' } as const;
type ChartedName = keyof typeof CHARTED;
const CHARTED_NAMES = Object.keys(CHARTED) as ChartedName[];

/**
 * The report's histograms as HdrHistogram log, format version 1.3: first of the whole run, then over time, in the order
 * of their starts, since a reader stops at the first line after the requested range.
 *
 *     line = "Tag=" tag "," start, s "," length, s "," maximum, ms "," histogram, HDR V2, compressed, base64
 *
 * Values within the histograms are µs. Programs read the maximum from the histogram.
 * Source: HdrHistogram, HistogramLogWriter and HistogramLogReader. Throws a KnownError if a histogram is damaged.
 */
export function renderHlog(report: Report): string {
  const lines = [...headerOf(report), ...wholeRun(report), ...report.timeline.blocks.flatMap(blockOf(report.timeline))];
  return `${lines.join('\n')}\n`;
}

function headerOf(report: Report): readonly string[] {
  const [tool, startTime] = hdrRunComments(report);
  return [
    tool!,
    hdrComment('values are microseconds: HistogramLogProcessor -outputValueUnitRatio 1000 shows milliseconds'),
    hdrComment('a tag is a metric and its labels; bound:lower: lower bounds; part:block: intervals of the run'),
    hdrComment('failed turns have no value and are excluded; the report ranks them as slowest'),
    '#[Histogram log format version 1.3]',
    startTime!,
    `#[BaseTime: ${hdrInstant(report.run.startedAt)}]`,
    LEGEND,
  ];
}

/** Histograms of every row of the report, both bounds if they are kept. */
function wholeRun({ run, metrics, groups, places = [] }: Report): readonly string[] {
  const interval = { startMs: 0, lengthMs: run.durationMs };
  const rows: readonly { readonly group: HlogGroup; readonly metrics: Metrics }[] = [
    { group: {}, metrics },
    ...groups.map((group) => ({ group, metrics: group.metrics })),
    ...places.flatMap(({ place, metrics, targets = [] }) => [
      { group: { place }, metrics },
      ...targets.map((own) => ({ group: { target: own.target, place }, metrics: own.metrics })),
    ]),
  ];
  return rows.flatMap(({ group, metrics }) =>
    Object.entries(metrics).flatMap(([name, metric]) => {
      if (metric.kind !== 'trend') return [];
      const line = (part: HlogPart, data: string | undefined) =>
        data === undefined ? [] : [lineOf(hlogTag(name, group, part), interval, data, HdrCounts.decode(data, 3))];
      return [...line('whole', metric.histogram), ...line('lower', metric.histogramLower)];
    }),
  );
}

type Block = ReportTimeline['blocks'][number];

/** Per metric the sum of all steps, then the steps; then of each place the sum of its targets, then the targets. */
function blockOf({ blockMs }: ReportTimeline): (block: Block) => readonly string[] {
  return ({ startMs, steps, places = {} }) => {
    const interval = { startMs, lengthMs: blockMs };
    return CHARTED_NAMES.flatMap((name) => [
      ...linesWithSum(name, {}, steps, interval),
      ...Object.entries(places).flatMap(([place, { targets }]) => linesWithSum(name, { place }, targets, interval)),
    ]);
  };
}

/** A line for the sum of the rows, then one for each; none without values. */
function linesWithSum(
  name: ChartedName,
  group: HlogGroup,
  rows: readonly (HlogGroup & Partial<Record<ChartedName, string | undefined>>)[],
  interval: Interval,
): readonly string[] {
  const sum = new HdrCounts(2);
  const lines = rows.flatMap((row) => {
    const data = row[name];
    if (data === undefined) return [];
    const counts = HdrCounts.decode(data, 2);
    sum.add(counts);
    return [lineOf(hlogTag(CHARTED[name], { ...row, ...group }, 'block'), interval, data, counts)];
  });
  return lines.length === 0
    ? []
    : [lineOf(hlogTag(CHARTED[name], group, 'block'), interval, sum.encode(), sum), ...lines];
}

function lineOf(tag: string, { startMs, lengthMs }: Interval, data: string, counts: HdrCounts): string {
  const numbers = [startMs, lengthMs, counts.highestUs].map((thousandths) => (thousandths / 1000).toFixed(3));
  return [`Tag=${tag}`, ...numbers, data].join(',');
}
