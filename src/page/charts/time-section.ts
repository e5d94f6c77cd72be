import type { PageModel, QuantileColumns, TimelineModel, TimelineRow } from '../../render/page/page-model.ts';
import { element, option, section } from '../element.ts';
import type { View } from '../view.ts';
import type { Chart } from './chart.ts';
import { failureChart, type LatencyInput, latencyChart, loadChart, wholeRange } from './time-charts.ts';

export interface TimeCharts {
  readonly box: HTMLElement;
  readonly charts: readonly Chart[];
}

/** Latency, load, failures and palaver's own lateness over time, one above the other on one axis. */
export function timeSection(model: PageModel, view: View, onRow: (row: string) => void): TimeCharts {
  const { timeline } = model;
  if (timeline.startMs.length === 0) {
    return { box: section('time', 'Over time', element('p', {}, 'No data yet.')), charts: [] };
  }
  const row = timeline.rows.find(({ row: id }) => id === view.row) ?? timeline.rows[0];
  const name = nameOf(model, row?.row);
  const charts = [
    ...(row ? latencyInputs(row, name).map((input) => latencyChart(input, timeline, view)) : []),
    loadChart(timeline, view),
    failureChart(timeline, view),
    ...(timeline.sendLag ? [latencyChart(sendLagInput(timeline.sendLag), timeline, view)] : []),
  ];
  link(charts, view);
  const reset = element(
    'button',
    { type: 'button', class: 'reset', click: () => zoomTo(charts, timeline, view, undefined) },
    'whole run',
  );
  const box = section(
    'time',
    'Over time',
    element('p', { class: 'detail' }, 'Grey background: warm-up, ramps and graceful stop.'),
    rowChoice(model, row?.row, onRow),
    reset,
    zoomRange(charts, timeline, view),
    ...charts.map((chart) => chart.box),
  );
  return { box, charts };
}

function latencyInputs({ firstOutput, firstOutputLowP95, turn }: TimelineRow, name: string): LatencyInput[] {
  const failed = 'Failed turns are excluded.';
  const shaded = firstOutputLowP95 ? ' Shaded: measurement bounds of the p95.' : '';
  return [
    {
      id: 'first-output',
      title: `First output of ${name}`,
      columns: firstOutput,
      lowP95: firstOutputLowP95,
      note: failed + shaded,
      height: 220,
    },
    { id: 'turn', title: `Turn of ${name}`, columns: turn, note: failed, height: 220 },
  ];
}

function sendLagInput(columns: QuantileColumns): LatencyInput {
  const note = 'Where it rises, the load generator was late, and latencies of that time are less reliable.';
  return { id: 'send-lag', title: 'Send lag: how late the load generator sent', columns, note, height: 130 };
}

/** As it stands in a title. */
function nameOf({ rows }: PageModel, id: string | undefined): string {
  const row = rows.find((one) => one.id === id);
  return !row || row.kind === 'all' ? 'the whole run' : row.label;
}

function rowChoice(
  { timeline, rows }: PageModel,
  chosen: string | undefined,
  onRow: (row: string) => void,
): HTMLElement {
  const select = element('select', { id: 'row', change: (event) => onRow((event.target as HTMLSelectElement).value) });
  for (const { row } of timeline.rows) {
    const known = rows.find(({ id }) => id === row);
    const where = known?.kind === 'step' && known.conversation !== '' ? `${known.conversation}: ` : '';
    select.append(option(row, row === 'all' ? 'the whole run' : `${where}${known?.label ?? row}`, row === chosen));
  }
  return element('label', { class: 'control', for: 'row' }, 'turns of ', select);
}

/** The same as dragging, for the keyboard. */
function zoomRange(charts: readonly Chart[], timeline: TimelineModel, view: View): HTMLElement {
  const [from, to] = wholeRange(timeline);
  const input = (name: string, value: number) =>
    element('input', {
      type: 'number',
      name,
      min: from,
      max: to,
      step: 1,
      value: Math.round(value),
      'aria-label': `${name}, seconds since the start`,
      change: apply,
    });
  const start = input('from', view.zoom?.[0] ?? from);
  const end = input('to', view.zoom?.[1] ?? to);
  function apply() {
    const range = [Number(start.value), Number(end.value)] as const;
    if (range[1] > range[0]) zoomTo(charts, timeline, view, range);
  }
  return element('span', { class: 'control range' }, 'from second ', start, ' to ', end);
}

function zoomTo(
  charts: readonly Chart[],
  timeline: TimelineModel,
  view: View,
  range: readonly [number, number] | undefined,
): void {
  view.zoom = range;
  const [min, max] = range ?? wholeRange(timeline);
  for (const { plot } of charts) plot.setScale('x', { min, max });
}

/** Whoever is zoomed takes the others along. */
function link(charts: readonly Chart[], view: View): void {
  let busy = false;
  for (const { plot } of charts) {
    plot.hooks.setScale = [
      (_, key) => {
        const { min, max } = plot.scales.x!;
        if (key !== 'x' || busy || min === undefined || max === undefined || min === null || max === null) return;
        busy = true;
        for (const other of charts) if (other.plot !== plot) other.plot.setScale('x', { min, max });
        busy = false;
        showRange(min, max);
      },
    ];
    plot.hooks.setSelect = [
      ({ select, posToVal }) => {
        if (select.width > 0) view.zoom = [posToVal(select.left, 'x'), posToVal(select.left + select.width, 'x')];
      },
    ];
    plot.over.addEventListener('dblclick', () => {
      view.zoom = undefined;
    });
  }
}

function showRange(min: number, max: number): void {
  for (const [name, value] of [
    ['from', min],
    ['to', max],
  ] as const) {
    const input = document.querySelector<HTMLInputElement>(`.range input[name=${name}]`);
    if (input) input.value = String(Math.round(value));
  }
}
