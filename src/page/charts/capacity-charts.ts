import type uPlot from 'uplot';
import type {
  CapacityCurveModel,
  CapacityPageModel,
  LimitModel,
  LoadOutcomeModel,
} from '../../render/capacity/capacity-page-model.ts';
import { digits, formatMs, formatShare, plain } from '../format.ts';
import { type Chart, line, makeChart } from './chart.ts';
import { loadSeries, overLoad, spanLatency, spanShare, spanThroughput, valueAtHeld } from './load-axes.ts';
import { drawLimits, drawOutcomes } from './load-marks.ts';

/** Load against latency, throughput and completion; the range between the load that was sustained and the one that failed is shaded. */
export function capacityCharts(model: CapacityPageModel, open: Set<string>): readonly Chart[] {
  const { completion } = model.curve;
  const charts = [latencyChart(model, open), throughputChart(model, open)];
  return completion.some((share) => share !== null) ? [...charts, completionChart(model, open)] : charts;
}

const POINTS: uPlot.Series = { points: { show: true, size: 6 } };

function latencyChart({ curve, unit }: CapacityPageModel, open: Set<string>): Chart {
  const { load, outcome, p50, p95, turnP95 } = curve;
  const limits = limitsOf(curve, 'latency');
  const quantile = (label: string, stroke: string, column: readonly (number | null)[]) => ({
    label,
    stroke,
    format: formatMs,
    whole: valueAtHeld(curve, column, formatMs),
  });
  const y = spanLatency(
    [...p50, ...p95, ...turnP95],
    limits.map(({ value }) => value),
  );
  return makeChart(
    {
      id: 'chart-latency',
      title: 'Latency',
      sentence: [`Response times at each load (${unit}).`, boundsSentence(curve, unit), marksSentence(curve)].join(' '),
      head: [unit, 'first_output p50', 'first_output p95', 'turn p95', 'outcome'],
      numbers: load.map((value, index) => [
        plain(value),
        ...[p50, p95, turnP95].map((column) => formatMs(column[index])),
        outcome[index]!.text,
      ]),
      height: 300,
      data: [[...load], [...p50], [...p95], [...turnP95]],
      options: (colours) => {
        const mark = (plot: uPlot) => {
          drawLimits(plot, limits, colours);
          drawOutcomes(plot, curve, colours);
        };
        return {
          ...overLoad(curve, colours, { y, format: formatMs, mark }),
          series: [
            loadSeries(curve, unit),
            line(quantile('first_output p50', colours.lines[0], p50), POINTS),
            line(quantile('first_output p95', colours.lines[1], p95), { points: { show: false } }),
            line(quantile('turn p95', colours.lines[2], turnP95), { ...POINTS, dash: [4, 3] }),
          ],
        };
      },
    },
    open,
  );
}

function throughputChart({ curve, unit }: CapacityPageModel, open: Set<string>): Chart {
  const { load, turnsPerSecond } = curve;
  const most = Math.max(...turnsPerSecond);
  return makeChart(
    {
      id: 'chart-throughput',
      title: 'Throughput',
      sentence: `Turns per second, peak ${digits(most)}. Where the curve is flat, the system is saturated: more load only adds queueing.`,
      head: [unit, 'turns/s'],
      numbers: load.map((value, index) => [plain(value), digits(turnsPerSecond[index]!)]),
      height: 180,
      data: [[...load], [...turnsPerSecond]],
      options: (colours) => ({
        ...overLoad(curve, colours, { y: spanThroughput(most), format: plain }),
        series: [
          loadSeries(curve, unit),
          line(
            {
              label: 'turns/s',
              stroke: colours.lines[3],
              format: digits,
              whole: valueAtHeld(curve, turnsPerSecond, digits),
            },
            POINTS,
          ),
        ],
      }),
    },
    open,
  );
}

function completionChart({ curve, unit }: CapacityPageModel, open: Set<string>): Chart {
  const { load, completion } = curve;
  const limits = limitsOf(curve, 'completion');
  const known = completion.filter((share) => share !== null);
  const least = Math.min(...known);
  return makeChart(
    {
      id: 'chart-completion',
      title: 'Completion',
      sentence: `Completed / (completed + failed) conversations, minimum ${formatDone(least)}.`,
      head: [unit, 'completion'],
      numbers: load.map((value, index) => [plain(value), formatDone(completion[index] ?? null)]),
      height: 150,
      data: [[...load], [...completion]],
      options: (colours) => ({
        ...overLoad(curve, colours, {
          y: spanShare([...known, ...limits.map(({ value }) => value)]),
          format: formatShare,
          mark: (plot) => drawLimits(plot, limits, colours),
        }),
        series: [
          loadSeries(curve, unit),
          line(
            {
              label: 'completion',
              stroke: colours.lines[0],
              format: formatDone,
              whole: valueAtHeld(curve, completion, formatDone),
            },
            POINTS,
          ),
        ],
      }),
    },
    open,
  );
}

function limitsOf({ limits }: CapacityCurveModel, chart: LimitModel['of']): readonly LimitModel[] {
  return limits.filter((limit) => limit.of === chart);
}

/** 99.96 % is not 100 %. */
function formatDone(share: number | null): string {
  return formatShare(share === null ? null : Math.floor(share * 1000) / 1000);
}

function boundsSentence({ load, outcome, bounds: [held, failed] }: CapacityCurveModel, unit: string): string {
  if (held === null) return 'No load was sustained.';
  const isUnconfirmed = outcome[load.indexOf(held)]?.mood === 'doubtful';
  if (failed === null)
    return isUnconfirmed
      ? `No objective was missed at up to ${plain(held)} ${unit} (unconfirmed).`
      : `${plain(held)} ${unit} sustained.`;
  const lowest = `${plain(held)}${isUnconfirmed ? ' (unconfirmed)' : ''}`;
  return outcome[load.indexOf(failed)]?.mood === 'bad'
    ? `The maximum sustainable load lies between ${lowest} and ${plain(failed)} (shaded).`
    : `The maximum sustainable load is at least ${lowest}; ${plain(failed)} was inconclusive (shaded: between them).`;
}

const SHAPES = { good: '●', doubtful: '○', bad: '✕' } as const;

function marksSentence({ outcome, p95 }: CapacityCurveModel): string {
  const moods = [...new Set(outcome.map(({ mood }) => mood))];
  const textsOf = (mood: LoadOutcomeModel['mood']) =>
    new Set(outcome.filter((one) => one.mood === mood).map(({ text }) => text));
  const marks = moods.map((mood) => `${SHAPES[mood]} ${[...textsOf(mood)].join(' or ')}`).join(', ');
  return p95.includes(null) ? `${marks}; at the top of the chart: too many turns failed for a p95.` : `${marks}.`;
}
