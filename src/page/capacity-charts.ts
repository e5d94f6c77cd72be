import type uPlot from 'uplot';
import type { CapacityCurveModel, CapacityPageModel } from '../render/capacity/capacity-page-model.ts';
import { axis, type Chart, line, makeChart } from './chart.ts';
import { digits, formatMs, formatShare, plain } from './format.ts';
import type { Palette } from './theme.ts';

const SYNC = 'load';
/** Of the y axes together: so the plots stand exactly above each other. */
const AXIS_WIDTH = 64;
/** Loads further apart than that are told apart only where each doubling takes the same room. */
const WIDE = 10;
/** Room for a number below the axis, px. */
const LEAST_TICK = 36;

/** Load against latency, throughput and completion; what lies between the load that held and the one that failed is shaded. */
export function capacityCharts(model: CapacityPageModel, open: Set<string>): readonly Chart[] {
  const { completion } = model.curve;
  const charts = [latencyChart(model, open), throughputChart(model, open)];
  return completion.some((share) => share !== null) ? [...charts, completionChart(model, open)] : charts;
}

function latencyChart({ curve, unit }: CapacityPageModel, open: Set<string>): Chart {
  const { load, held, p50, p95, turnP95, limits } = curve;
  const fallen = p95.map((ms, index) => (held[index] ? null : ms));
  const flat = limits.map(({ ms }) => load.map(() => ms));
  return makeChart(
    {
      id: 'chart-latency',
      title: 'Latency',
      sentence: `What replies took at each load (${unit}). ${bracketSentence(curve, unit)}`,
      head: [unit, 'first_output p50', 'first_output p95', 'turn p95', 'held'],
      numbers: load.map((value, index) => [
        plain(value),
        ...[p50, p95, turnP95].map((column) => formatMs(column[index])),
        held[index] ? 'yes' : 'no',
      ]),
      height: 300,
      data: [[...load], [...p50], [...p95], [...turnP95], fallen, ...flat],
      options: (colours) => ({
        ...overLoad(curve, colours, formatMs, isWide([...p50, ...turnP95])),
        series: [
          loadSeries(unit),
          line('first_output p50', colours.lines[0], formatMs, POINTS),
          line('first_output p95', colours.lines[1], formatMs, POINTS),
          line('turn p95', colours.lines[2], formatMs, { ...POINTS, dash: [4, 3] }),
          line('did not hold', colours.bad, formatMs, {
            width: 0,
            points: { show: true, size: 11, width: 2, fill: 'transparent' },
          }),
          ...limits.map(({ label }) =>
            line(label, colours.faint, formatMs, { dash: [8, 4], width: 1, points: { show: false } }),
          ),
        ],
      }),
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
      sentence: `Turns that ended per second, ${digits(most)} at most: where the line goes flat, more load only waits.`,
      head: [unit, 'turns/s'],
      numbers: load.map((value, index) => [plain(value), digits(turnsPerSecond[index]!)]),
      height: 180,
      data: [[...load], [...turnsPerSecond]],
      options: (colours) => ({
        ...overLoad(curve, colours, plain, false),
        series: [loadSeries(unit), line('turns/s', colours.lines[3], digits, POINTS)],
      }),
    },
    open,
  );
}

function completionChart({ curve, unit }: CapacityPageModel, open: Set<string>): Chart {
  const { load, completion } = curve;
  const least = Math.min(...completion.map((share) => share ?? 1));
  return makeChart(
    {
      id: 'chart-completion',
      title: 'Completion',
      sentence: `Conversations that reached their last step, of those that ended: ${formatShare(least)} at worst.`,
      head: [unit, 'completion'],
      numbers: load.map((value, index) => [plain(value), formatShare(completion[index]!)]),
      height: 150,
      data: [[...load], [...completion]],
      options: (colours) => ({
        ...overLoad(curve, colours, formatShare, false),
        series: [loadSeries(unit), line('completion', colours.lines[0], formatShare, POINTS)],
      }),
    },
    open,
  );
}

const POINTS: uPlot.Series = { points: { show: true, size: 6 } };

function loadSeries(unit: string): uPlot.Series {
  return { label: unit, value: (_, value) => (value === null || value === undefined ? '–' : plain(value)) };
}

function bracketSentence({ bracket: [held, failed] }: CapacityCurveModel, unit: string): string {
  if (held === null) return 'None held.';
  return failed === null
    ? `${plain(held)} ${unit} held.`
    : `The limit lies between ${plain(held)} and ${plain(failed)}, shaded.`;
}

function isWide(values: readonly (number | null)[]): boolean {
  const known = values.filter((value): value is number => value !== null && value > 0);
  return known.length > 0 && Math.max(...known) / Math.min(...known) > WIDE;
}

function overLoad(
  { load, bracket }: CapacityCurveModel,
  colours: Palette,
  format: (value: number) => string,
  wideY: boolean,
): Pick<uPlot.Options, 'cursor' | 'scales' | 'axes' | 'hooks'> {
  const wideX = isWide(load);
  const [least, most] = [load[0]!, load.at(-1)!];
  // A little room beside the first and the last point.
  const x: [number, number] = wideX
    ? [least / 1.2, most * 1.2]
    : [least - (most - least || least) * 0.05, most + (most - least || least) * 0.05];
  return {
    cursor: { drag: { x: false, y: false }, sync: { key: SYNC } },
    scales: {
      x: { time: false, range: x, ...(wideX && { distr: 3 }) },
      y: wideY ? { distr: 3 } : { range: (_, __, max) => [0, Math.max(max * 1.08, 1e-9)] },
    },
    axes: [
      axis(colours, plain, { splits: (plot) => apart(plot, load), filter: (_, splits) => splits }),
      axis(colours, format, { size: AXIS_WIDTH }),
    ],
    hooks: { drawClear: [(plot) => shadeBracket(plot, bracket, colours)] },
  };
}

/** The loads that were tried, as far as there is room for their numbers. */
function apart(plot: uPlot, load: readonly number[]): number[] {
  const shown: number[] = [];
  for (const value of load) {
    const before = shown.at(-1);
    const distance = before === undefined ? LEAST_TICK : plot.valToPos(value, 'x') - plot.valToPos(before, 'x');
    if (distance >= LEAST_TICK) shown.push(value);
  }
  return shown;
}

function shadeBracket(plot: uPlot, [held, failed]: CapacityCurveModel['bracket'], colours: Palette): void {
  if (held === null || failed === null) return;
  const { ctx, bbox } = plot;
  const [left, right] = [held, failed].map((load) => plot.valToPos(load, 'x', true));
  ctx.fillStyle = colours.shade;
  ctx.fillRect(left!, bbox.top, right! - left!, bbox.height);
}
