import type { PageModel, QuantileColumns, RowModel, TimelineModel, TimelineRow } from '../../render/page/page-model.ts';
import { formatMs, plain } from '../format.ts';
import { peerKind, peerLabel, peerName } from '../peer-rows.ts';
import { PAGE_QUANTILES, type Quantile } from '../view.ts';
import { lineOf } from './line-of.ts';
import type { Panel, PanelLine } from './time-panel.ts';

const LATENCY_HEIGHT = 170;
const BELOW_HEIGHT = 90;
const METRICS = [
  { id: 'first-output', metric: 'first_output', key: 'firstOutput', title: 'First output' },
  { id: 'turn', metric: 'turn', key: 'turn', title: 'Turn' },
] as const;

const COMPLETED_ONLY = 'Completed turns only (tables rank failed turns as slowest).';

/** How the p95 and the p99 are drawn: where they lie on each other, the wide line shows on both sides of the dashes. */
const STYLES: Readonly<Record<Quantile, NonNullable<PanelLine['style']>>> = {
  p50: { width: 1.5 },
  p95: { width: 4 },
  p99: { width: 2, dash: [8, 6] },
};

/** Charts of one row: first outputs and turns. */
export function latencyPanels(row: RowModel, columns: TimelineRow, { blockMs }: TimelineModel): Panel[] {
  return METRICS.map(({ id, metric, key, title }) => {
    const low = key === 'firstOutput' ? columns.firstOutputLowP95 : undefined;
    const shaded = low ? ' Shaded: measurement bounds of the p95.' : '';
    return {
      id,
      title: `${title} of ${peerName(row)}${row.kind === 'place' ? ` from ${row.label}` : ''}`,
      sentence: `${highestP95(columns[key].p95, blockMs)} ${COMPLETED_ONLY}${shaded}`,
      height: LATENCY_HEIGHT,
      format: formatMs,
      lines: [...quantileLines(columns[key], row, metric), ...(low ? [lowerBound(low, row, metric)] : [])],
      band: low && ([2, 4] as const),
    };
  });
}

function quantileLines(columns: QuantileColumns, row: RowModel | undefined, metric: string): PanelLine[] {
  return PAGE_QUANTILES.map((quantile) => ({
    label: quantile,
    column: columns[quantile],
    whole: wholeOf(row, metric, quantile),
    stroke: ({ quantiles }) => quantiles[quantile],
    style: STYLES[quantile],
  }));
}

function lowerBound(column: readonly (number | null)[], row: RowModel, metric: string): PanelLine {
  const shown = wholeOf(row, metric, 'p95');
  const [lower] = row.trends.find((trend) => trend.metric === metric)?.quantiles.p95.bounds ?? [];
  return {
    label: 'p95, lower bound',
    column,
    // A value of too few turns has no bounds.
    whole: lower === undefined || !/\d/.test(shown) ? shown : formatMs(lower),
    stroke: ({ quantiles }) => quantiles.p95,
    style: { width: 0.5 },
  };
}

/** Chart of the same row at each target or place: one line each. */
export function peerPanels(
  peers: readonly { readonly row: RowModel; readonly columns: TimelineRow }[],
  quantile: Quantile,
): Panel[] {
  return METRICS.map(({ id, metric, key, title }) => ({
    id,
    title: `${title} ${quantile} of ${peerName(peers[0]!.row)}, by ${peerKind(peers[0]!.row)}`,
    sentence: COMPLETED_ONLY,
    height: LATENCY_HEIGHT,
    format: formatMs,
    lines: peers.map(({ row, columns }, index) => ({
      label: peerLabel(row),
      column: columns[key][quantile],
      whole: wholeOf(row, metric, quantile),
      ...lineOf(index),
    })),
  }));
}

/** Value over all measured turns, as the tables write it. */
function wholeOf(row: RowModel | undefined, metric: string, quantile: Quantile): string {
  return row?.trends.find((trend) => trend.metric === metric)?.quantiles[quantile].text ?? '–';
}

function highestP95(p95: readonly (number | null)[], blockMs: number): string {
  const worst = Math.max(...p95.map((value) => value ?? -1));
  if (worst < 0) return 'No data.';
  return `Highest p95 in any ${Number((blockMs / 1000).toPrecision(3))} s interval: ${formatMs(worst)}.`;
}

/** Without rows there were no turns: only the users who were connected. */
export function loadPanel({ activeVus, arrivals, turns, whole, rows }: TimelineModel): Panel {
  const style = { dash: [4, 3] };
  return {
    id: 'load',
    title: 'Load',
    sentence: `Peak: ${plain(whole.activeVus)} virtual users${rows.length === 0 ? '' : `, ${plain(Math.max(0, ...turns))} turns per second`}.`,
    height: BELOW_HEIGHT,
    format: plain,
    lines: [
      {
        label: 'virtual users',
        column: activeVus,
        whole: `max ${plain(whole.activeVus)}`,
        ...lineOf(3),
        style: {},
      },
      { label: 'arrivals/s', column: arrivals, whole: `mean ${plain(whole.arrivals)}`, ...lineOf(1), style },
      ...(rows.length === 0
        ? []
        : [{ label: 'turns/s', column: turns, whole: `mean ${plain(whole.turns)}`, ...lineOf(0), style: {} }]),
    ],
  };
}

/** Empty where nothing failed. */
export function failurePanels({ failedTurns, failedConnections, whole }: TimelineModel): Panel[] {
  if (whole.failedTurns + whole.failedConnections === 0) return [];
  const most = (column: readonly number[]) => plain(Math.max(...column));
  const turns: PanelLine = {
    label: 'failed turns/s',
    column: failedTurns,
    whole: `${whole.failedTurns} in total`,
    stroke: ({ bad }) => bad,
  };
  const connections: PanelLine = {
    label: 'failed connections/s',
    column: failedConnections,
    whole: `${whole.failedConnections} in total`,
    ...lineOf(3),
    style: { dash: [4, 3] },
  };
  return [
    {
      id: 'failures',
      title: 'Failures',
      sentence: `Peak: ${most(failedTurns)} failed turns and ${most(failedConnections)} failed connections per second.`,
      height: BELOW_HEIGHT,
      format: plain,
      lines: [...(whole.failedTurns > 0 ? [turns] : []), ...(whole.failedConnections > 0 ? [connections] : [])],
    },
  ];
}

/** Empty where the report has none. */
export function sendLagPanels({ timeline: { sendLag, blockMs }, rows }: PageModel): Panel[] {
  if (!sendLag) return [];
  const note = 'Where it rises, inputs were sent late: turn_intended and conversation include this lag.';
  return [
    {
      id: 'send-lag',
      title: 'Send lag: how late the load generator sent',
      sentence: `${highestP95(sendLag.p95, blockMs)} ${note}`,
      height: BELOW_HEIGHT,
      format: formatMs,
      lines: quantileLines(sendLag, rows[0], 'send_lag'),
    },
  ];
}
