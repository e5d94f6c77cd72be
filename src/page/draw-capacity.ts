import type { CapacityPageModel, CapacityStepModel } from '../render/capacity/capacity-page-model.ts';
import { capacityCharts } from './charts/capacity-charts.ts';
import type { Chart } from './charts/chart.ts';
import { element, scrolling, section } from './element.ts';
import { figureList } from './first-screen/verdict.ts';
import { htmlTable } from './table-of.ts';
import { themeSwitch } from './theme.ts';

/** The page of a search: the answer, the curves it rests on, every step. */
export function drawCapacity(model: CapacityPageModel): void {
  document.title = `${model.answer.headline.toLowerCase()}: ${model.title} · palaver`;
  const open = new Set<string>();
  const curves = element('section', { id: 'curves', 'aria-labelledby': 'curves-title' });
  let charts: readonly Chart[] = [];
  const draw = () => {
    for (const { plot } of charts) plot.destroy();
    charts = model.curve.load.length === 0 ? [] : capacityCharts(model, open);
    curves.replaceChildren(
      element('h2', { id: 'curves-title' }, 'Effect of the load'),
      charts.length === 0 ? element('p', {}, 'No step produced a result.') : '',
      ...charts.map(({ box }) => box),
    );
    resize();
  };
  const resize = () => {
    for (const chart of charts) chart.fit();
  };
  document.body.append(
    element('div', { class: 'bar' }, themeSwitch(draw)),
    element('header', {}, element('h1', {}, model.title)),
    element('main', {}, answerOf(model), curves, stepsOf(model)),
    element('footer', {}, 'Made by palaver.'),
  );
  draw();
  for (const event of ['resize', 'beforeprint', 'afterprint']) addEventListener(event, resize);
}

function answerOf({ answer, figures, facts }: CapacityPageModel): HTMLElement {
  const code = `exit code ${answer.exitCode}: ${answer.meaning}`;
  return section(
    'answer',
    'Answer',
    element(
      'p',
      { class: `verdict ${answer.mood}` },
      element('strong', {}, answer.headline),
      ' ',
      element('span', {}, code),
    ),
    element(
      'div',
      { class: 'pair' },
      element('div', {}, figureList(figures, 'figures'), ...answer.text.map((sentence) => element('p', {}, sentence))),
      element(
        'dl',
        { class: 'facts' },
        ...facts.flatMap(([label, text]) => [element('dt', {}, label), element('dd', {}, text)]),
      ),
    ),
  );
}

function stepsOf({ unit, steps, columns, coolDowns }: CapacityPageModel): HTMLElement {
  const table = htmlTable([unit, 'outcome', ...columns, 'step'], steps.map(stepRow));
  return section(
    'steps',
    'Every step',
    steps.length > 0 && scrolling('Table of steps', table),
    steps.length === 0 && element('p', {}, 'No steps.'),
    coolDowns.length > 0 && element('h3', {}, 'Cool-downs'),
    coolDowns.length > 0 && element('ul', {}, ...coolDowns.map((text) => element('li', {}, text))),
  );
}

function stepRow({ number, load, outcome, mark, mood, why, cells }: CapacityStepModel): HTMLElement {
  return element(
    'tr',
    {},
    element('th', { scope: 'row', class: 'number' }, load),
    element(
      'td',
      { class: mood },
      element('span', { 'aria-hidden': 'true' }, `${mark} `),
      outcome,
      ...why.map((sentence) => element('span', { class: 'detail' }, sentence)),
    ),
    ...[...cells, number].map((text) => element('td', { class: 'number' }, text)),
  );
}
