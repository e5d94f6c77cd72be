import uPlot from 'uplot';
import { element } from '../element.ts';
import { type Palette, palette } from '../theme.ts';

/** Minimum width of a chart, px; above it, a chart is as wide as its box. */
const MIN_WIDTH = 280;

export interface ChartInput {
  readonly id: string;
  readonly title: string;
  /** What the chart shows, in a sentence or two, for screen readers. */
  readonly sentence: string;
  /** The numbers behind it, one row each. */
  readonly head: readonly string[];
  readonly numbers: readonly (readonly string[])[];
  readonly height: number;
  readonly data: uPlot.AlignedData;
  readonly options: (colours: Palette) => Omit<uPlot.Options, 'width' | 'height'>;
}

export interface Chart {
  readonly box: HTMLElement;
  readonly plot: uPlot;
  /** Call it once the box is in the page, and whenever its width changes. */
  fit(): void;
}

/** A chart with a caption, a text in its place for those who do not see it, and its numbers. */
export function makeChart(input: ChartInput, open: Set<string>): Chart {
  const { id, title, sentence, height, data, options } = input;
  const canvas = element('div', { class: 'plot', role: 'img', 'aria-label': `${title}. ${sentence}` });
  const caption = element('div', { class: 'caption' }, element('strong', {}, title));
  const legend = { live: true, mount: (_: uPlot, table: HTMLElement) => caption.append(table) };
  const plot = new uPlot({ ...options(palette()), legend, width: MIN_WIDTH, height }, data, canvas);
  const box = element(
    'figure',
    { id },
    element('figcaption', {}, caption, element('span', { class: 'detail' }, sentence)),
    canvas,
    numberTable(input, open),
  );
  return { box, plot, fit: () => plot.setSize({ width: Math.max(MIN_WIDTH, box.clientWidth), height }) };
}

/** Filled in when it is opened: so that a page of twenty charts does not contain thousands of hidden cells. */
function numberTable({ id, title, head, numbers }: ChartInput, open: Set<string>): HTMLElement {
  const details = element(
    'details',
    { class: 'numbers' },
    element('summary', { 'aria-label': `The numbers of “${title}”` }, 'numbers'),
  );
  const fill = () => {
    if (details.open) open.add(id);
    else open.delete(id);
    if (!details.open || details.querySelector('table')) return;
    const table = element(
      'table',
      {},
      element('thead', {}, element('tr', {}, ...head.map((text) => element('th', { scope: 'col' }, text)))),
      element(
        'tbody',
        {},
        ...numbers.map((row) => element('tr', {}, ...row.map((text) => element('td', { class: 'number' }, text)))),
      ),
    );
    details.append(element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': title }, table));
  };
  details.addEventListener('toggle', fill);
  if (open.has(id)) {
    details.open = true;
    fill();
  }
  return details;
}

export interface LineInput {
  readonly label: string;
  readonly stroke: string;
  /** Writes its values in the legend. */
  readonly format: (value: number) => string;
  /** Legend value while the pointer is elsewhere: that of the whole chart. */
  readonly whole: string;
}

/** A series drawn as a line. */
export function line({ label, stroke, format, whole }: LineInput, more: uPlot.Series = {}): uPlot.Series {
  return {
    label,
    stroke,
    width: 1.5,
    // A line needs two of them: where there are few, each is to be seen.
    points: { show: (plot) => plot.data[0].length < 12, size: 4, filter: lonePoints },
    spanGaps: false,
    value: legendText(format, whole),
    ...more,
  };
}

/** A value between two gaps has no line: it is drawn as a point. */
const lonePoints: uPlot.Series.Points.Filter = (plot, series, isShown) => {
  if (isShown) return null;
  const column = plot.data[series]!;
  const isKnown = (index: number) => column[index] !== null && column[index] !== undefined;
  return [...column.keys()].filter((index) => isKnown(index) && !isKnown(index - 1) && !isKnown(index + 1));
};

/** `whole` where the pointer is elsewhere, a dash in a gap. */
export function legendText(format: (value: number) => string, whole: string): uPlot.Series.Value {
  return (_, value, __, index) => {
    if (index === null || index === undefined) return whole;
    return value === null || value === undefined ? '–' : format(value);
  };
}

export function axis(colours: Palette, format: (value: number) => string, more: uPlot.Axis = {}): uPlot.Axis {
  return {
    stroke: colours.faint,
    grid: { stroke: colours.grid, width: 1 },
    ticks: { stroke: colours.grid, width: 1 },
    font: '12px system-ui, sans-serif',
    values: (_, splits) => splits.map((value) => (value === null ? '' : format(value))),
    ...more,
  };
}
