import type { TimelineModel } from '../../render/page/page-model.ts';
import { element } from '../element.ts';
import type { View } from '../view.ts';
import type { Chart } from './chart.ts';
import { wholeRange } from './time-panel.ts';

/** The same as dragging, for the keyboard. */
export function zoomRange(charts: readonly Chart[], timeline: TimelineModel, view: View): HTMLElement {
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

export function zoomTo(
  charts: readonly Chart[],
  timeline: TimelineModel,
  view: View,
  range: readonly [number, number] | undefined,
): void {
  view.zoom = range;
  const [min, max] = range ?? wholeRange(timeline);
  for (const { plot } of charts) plot.setScale('x', { min, max });
}

/** Zooming one chart zooms all of them. */
export function linkZoom(charts: readonly Chart[], view: View): void {
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
