import uPlot from 'uplot';
import { element } from '../element.ts';
import { type Palette, palette } from '../theme.ts';

/** Narrower than its box a chart never is, wider only as it grows. */
const MIN_WIDTH = 280;

export interface ChartInput {
  readonly id: string;
  readonly title: string;
  /** In a sentence or two what the chart shows, for who cannot see it. */
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
  /** To be called once the box is in the page, and whenever its width changes. */
  fit(): void;
}

/** A chart with a caption, a text in its place for those who do not see it, and its numbers. */
export function makeChart(
  { id, title, sentence, head, numbers, height, data, options }: ChartInput,
  open: Set<string>,
): Chart {
  const canvas = element('div', { class: 'plot', role: 'img', 'aria-label': `${title}. ${sentence}` });
  const plot = new uPlot({ ...options(palette()), width: MIN_WIDTH, height }, data, canvas);
  const box = element(
    'figure',
    { id },
    element('figcaption', {}, element('strong', {}, title), element('span', { class: 'detail' }, sentence)),
    canvas,
    numberTable(id, title, head, numbers, open),
  );
  return { box, plot, fit: () => plot.setSize({ width: Math.max(MIN_WIDTH, box.clientWidth), height }) };
}

/** Filled in when it is opened: a page of twenty charts need not hold thousands of cells nobody looks at. */
function numberTable(
  id: string,
  title: string,
  head: readonly string[],
  numbers: readonly (readonly string[])[],
  open: Set<string>,
): HTMLElement {
  const details = element('details', { class: 'numbers' }, element('summary', {}, `The numbers of “${title}”`));
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

/** A series drawn as a line; `format` writes its values in the legend. */
export function line(
  label: string,
  stroke: string,
  format: (value: number) => string,
  more: uPlot.Series = {},
): uPlot.Series {
  return {
    label,
    stroke,
    width: 1.5,
    // A line needs two of them: where there are few, each is to be seen.
    points: { show: (plot) => plot.data[0].length < 12, size: 4 },
    spanGaps: false,
    value: (_, value) => (value === null || value === undefined ? '–' : format(value)),
    ...more,
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
