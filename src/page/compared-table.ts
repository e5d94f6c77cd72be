import type { BarModel, ComparedRowModel } from '../render/comparison/comparison-page-model.ts';
import { element, scrolling } from './element.ts';
import { htmlTable } from './table-of.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** Metrics of both sides, one row each, with its interval drawn against the margin. */
export function comparedTable(label: string, rows: readonly ComparedRowModel[]): HTMLElement {
  const head = ['metric', 'outcome', 'baseline', 'candidate', 'change', '95 % interval', 'against the margin'];
  return scrolling(label, htmlTable(head, rows.map(tableRow), { class: 'compared' }));
}

function tableRow(row: ComparedRowModel): HTMLElement {
  const number = (text: string) => element('td', { class: 'number' }, text);
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, row.name),
    element(
      'td',
      { class: row.mood },
      element('span', { 'aria-hidden': 'true' }, `${row.mark} `),
      row.outcome,
      row.why !== '' && element('span', { class: 'detail' }, row.why),
    ),
    number(row.base),
    number(row.candidate),
    number(row.change),
    number(row.interval),
    element('td', { class: 'lane' }, row.bar ? drawBar(row.bar, row.mood) : '–'),
  );
}

/** What is better lies to the left for times, to the right for a completion: the side is that of the change. */
function drawBar({ estimate, low, high, margin }: BarModel, mood: string): SVGElement {
  const onAxis = (value: number) => 50 + value * 50;
  const svg = shape('svg', {
    class: `lane interval ${mood}`,
    viewBox: '0 0 100 20',
    preserveAspectRatio: 'none',
    'aria-hidden': 'true',
  });
  svg.append(
    shape('rect', { class: 'margin', x: onAxis(-margin), width: onAxis(margin) - onAxis(-margin), y: 0, height: 20 }),
    shape('line', { class: 'zero', x1: 50, x2: 50, y1: 0, y2: 20 }),
    shape('rect', {
      class: 'range',
      x: onAxis(low),
      width: Math.max(0.6, onAxis(high) - onAxis(low)),
      y: 7,
      height: 6,
    }),
    shape('rect', { class: 'estimate', x: onAxis(estimate) - 0.6, width: 1.2, y: 3, height: 14 }),
  );
  return svg;
}

function shape(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
