import type { PageModel, TimelineModel } from '../../render/page/page-model.ts';
import { element, option, section } from '../element.ts';
import { peerName, peersOf } from '../peer-rows.ts';
import { PAGE_QUANTILES, type Quantile, type View } from '../view.ts';
import type { Chart } from './chart.ts';
import { failurePanels, latencyPanels, loadPanel, peerPanels, sendLagPanels } from './time-charts.ts';
import { makePanel, type Panel } from './time-panel.ts';
import { linkZoom, zoomRange, zoomTo } from './time-zoom.ts';

export interface TimeCharts {
  readonly box: HTMLElement;
  readonly charts: readonly Chart[];
}

/** Latency, the load under it, failures and send lag over time, one above the other on one axis. */
export function timeSection(
  model: PageModel,
  view: View,
  { onRow, redraw }: { readonly onRow: (row: string) => void; readonly redraw: () => void },
): TimeCharts {
  const { timeline } = model;
  if (timeline.startMs.length === 0) {
    return { box: section('time', 'Over time', element('p', {}, 'No data yet.')), charts: [] };
  }
  const shown = shownRows(model, view.row);
  const panels = [
    ...latencyOf(shown, timeline, view.quantile),
    loadPanel(timeline),
    ...failurePanels(timeline),
    ...sendLagPanels(model),
  ];
  const charts = panels.map((panel, index) => makePanel(panel, timeline, view, index === panels.length - 1));
  linkZoom(charts, view);
  const whole = () => zoomTo(charts, timeline, view, undefined);
  const box = section(
    'time',
    'Over time',
    element(
      'div',
      { class: 'controls' },
      timeline.rows.length > 0 && rowChoice(model, shown[0]?.row.id, onRow),
      shown.length > 1 && quantileChoice(view, redraw),
      zoomRange(charts, timeline, view),
      element('button', { type: 'button', class: 'reset', click: whole }, 'whole run'),
    ),
    timeline.phases.some((phase) => phase !== 'steady') &&
      element('p', { class: 'detail' }, 'Grey background: warm-up, ramps and graceful stop.'),
    element('div', { class: 'stack' }, ...charts.map((chart) => chart.box)),
  );
  return { box, charts };
}

type ShownRow = Parameters<typeof peerPanels>[0][number];

/** The row that was chosen, of each target or place, as far as there is anything over time. */
function shownRows(model: PageModel, id: string): readonly ShownRow[] {
  const drawn = (rowId: string) => model.timeline.rows.find(({ row }) => row === rowId);
  const chosen = drawn(id) ? id : (model.timeline.rows[0]?.row ?? '');
  const peers = peersOf(model, chosen).filter((row) => drawn(row.id));
  return peers.map((row) => ({ row, columns: drawn(row.id)! }));
}

function latencyOf(shown: readonly ShownRow[], timeline: TimelineModel, quantile: Quantile): Panel[] {
  const [only] = shown;
  if (!only) return [];
  return shown.length > 1 ? peerPanels(shown, quantile) : latencyPanels(only.row, only.columns, timeline);
}

function rowChoice(
  { timeline, rows }: PageModel,
  chosen: string | undefined,
  onRow: (row: string) => void,
): HTMLElement {
  const select = element('select', { id: 'row', change: (event) => onRow((event.target as HTMLSelectElement).value) });
  const listed = new Set<string>();
  for (const { row } of timeline.rows) {
    const known = rows.find(({ id }) => id === row);
    const where = known?.kind === 'step' && known.conversation !== '' ? `${known.conversation}: ` : '';
    const name = known ? `${where}${peerName(known)}${known.kind === 'place' ? ', by place' : ''}` : row;
    const kind = known?.kind === 'target' ? 'all' : known?.kind;
    // With several targets or places it covers all of them.
    if (listed.has(`${kind} ${name}`)) continue;
    listed.add(`${kind} ${name}`);
    select.append(option(row, name, row === chosen || (row === 'all' && isTarget(rows, chosen))));
  }
  return element('label', { class: 'control', for: 'row' }, 'turns of ', select);
}

function isTarget(rows: PageModel['rows'], chosen: string | undefined): boolean {
  return rows.some(({ id, kind }) => id === chosen && kind === 'target');
}

function quantileChoice(view: View, redraw: () => void): HTMLElement {
  const change = (event: Event) => {
    view.quantile = (event.target as HTMLSelectElement).value as Quantile;
    redraw();
  };
  const options = PAGE_QUANTILES.map((quantile) => option(quantile, quantile, quantile === view.quantile));
  const select = element('select', { id: 'quantile', change }, ...options);
  return element('label', { class: 'control', for: 'quantile' }, 'quantile ', select);
}
