import type { ComparisonPageModel } from '../render/comparison/comparison-page-model.ts';
import type { Chart } from './charts/chart.ts';
import { comparedCharts } from './charts/compared-curves.ts';
import { comparedTable } from './compared-table.ts';
import { element, section } from './element.ts';
import { themeSwitch } from './theme.ts';

/** The page of a comparison: the verdict, what decides, the curves, what was explored. */
export function drawComparison(model: ComparisonPageModel): void {
  document.title = `${model.verdict.status.replaceAll('-', ' ')}: ${model.title} · palaver`;
  const open = new Set<string>();
  const curves = element('section', { id: 'curves', 'aria-labelledby': 'curves-title' });
  let charts: readonly Chart[] = [];
  const draw = () => {
    for (const { plot } of charts) plot.destroy();
    charts = model.curves.map((curve) => comparedCharts(curve, open));
    curves.replaceChildren(
      element('h2', { id: 'curves-title' }, 'Percentiles'),
      charts.length === 0 ? element('p', {}, 'The reports contain no histograms for curves.') : '',
      element('div', { class: 'pair' }, ...charts.map(({ box }) => box)),
    );
    resize();
  };
  const resize = () => {
    for (const chart of charts) chart.fit();
  };
  document.body.append(
    element('div', { class: 'bar' }, themeSwitch(draw)),
    element('header', {}, element('h1', {}, model.title)),
    element('main', {}, verdictOf(model), gatingOf(model), curves, exploredOf(model), factsOf(model)),
    element('footer', {}, 'Made by palaver.'),
  );
  draw();
  for (const event of ['resize', 'beforeprint', 'afterprint']) addEventListener(event, resize);
}

const MOODS: Readonly<Record<ComparisonPageModel['verdict']['status'], string>> = {
  pass: 'good',
  regression: 'bad',
  inconclusive: 'doubtful',
  'not-enough-data': 'doubtful',
  'not-comparable': 'doubtful',
  incomplete: 'doubtful',
};

function verdictOf({ verdict }: ComparisonPageModel): HTMLElement {
  const word = verdict.status.replaceAll('-', ' ').toUpperCase();
  const code = `exit code ${verdict.exitCode}: ${verdict.meaning}`;
  return section(
    'verdict',
    'Verdict',
    element(
      'p',
      { class: `verdict ${MOODS[verdict.status]}` },
      element('strong', {}, word),
      ' ',
      element('span', {}, code),
    ),
    verdict.reasons.length > 0 && element('ul', {}, ...verdict.reasons.map((reason) => element('li', {}, reason))),
  );
}

function gatingOf(model: ComparisonPageModel): HTMLElement {
  return section(
    'gate',
    'Gating metrics',
    element(
      'p',
      { class: 'detail' },
      'Bar: the 95 % interval; tick: the change; grey: the margin (differences within it are equivalent).',
    ),
    comparedTable('Gating metrics', model.gating, model.outcomeHeading),
  );
}

function exploredOf(model: ComparisonPageModel): HTMLElement {
  const box = element('div');
  const count = element('p', { class: 'detail', role: 'status' });
  const search = element('input', { type: 'search', id: 'filter' });
  const fill = () => {
    const words = search.value.toLowerCase().split(/\s+/);
    const rows = model.exploratory.filter(({ name, outcome }) =>
      words.every((word) => `${name} ${outcome}`.toLowerCase().includes(word)),
    );
    count.textContent = `${rows.length} of ${model.exploratory.length} lines`;
    box.replaceChildren(comparedTable('Informational', rows, model.outcomeHeading));
  };
  search.addEventListener('input', fill);
  fill();
  return section(
    'explored',
    'Informational',
    element('p', {}, model.exploratoryNote),
    element('label', { class: 'control', for: 'filter' }, 'filter ', search),
    count,
    box,
  );
}

function factsOf({ facts, warnings }: ComparisonPageModel): HTMLElement {
  return section(
    'facts',
    'What was compared',
    element(
      'dl',
      { class: 'facts' },
      ...facts.flatMap(([label, text]) => [element('dt', {}, label), element('dd', {}, text)]),
    ),
    warnings.length > 0 && element('h3', {}, 'Other differences'),
    warnings.length > 0 && element('ul', {}, ...warnings.map((warning) => element('li', {}, warning))),
  );
}
