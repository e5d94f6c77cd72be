import type { FigureModel, PageModel, SummaryModel, ThresholdModel } from '../render/page/page-model.ts';
import { element, scrolling, section } from './element.ts';
import { tableOf } from './table-of.ts';

/** Never by colour alone: each state has a mark and a word. */
const STATES: Readonly<Record<ThresholdModel['state'], { mark: string; mood: string; word: string }>> = {
  pass: { mark: '✓', mood: 'good', word: 'passed' },
  fail: { mark: '✗', mood: 'bad', word: 'failed' },
  'no-data': { mark: '?', mood: 'bad', word: 'no data' },
  'too-few': { mark: '?', mood: 'bad', word: 'too few turns' },
  waiting: { mark: '…', mood: '', word: 'not yet' },
  undecided: { mark: '~', mood: 'doubtful', word: 'undecided' },
};

const MOODS: Readonly<Record<PageModel['verdict']['status'], string>> = {
  pass: 'good',
  fail: 'bad',
  'too-few-turns': 'bad',
  'no-data': 'bad',
  incomplete: 'doubtful',
  invalid: 'doubtful',
  regression: 'bad',
  inconclusive: 'doubtful',
  'not-enough-data': 'doubtful',
  'not-comparable': 'doubtful',
  running: 'plain',
};

export function verdictSection({ verdict, thresholds, comparison, running }: PageModel): HTMLElement {
  const mood = verdict.suspect ? 'doubtful' : MOODS[verdict.status];
  const word = `${verdict.status.replaceAll('-', ' ').toUpperCase()}${verdict.suspect ? ' (suspect)' : ''}`;
  const code = running ? 'run in progress' : `exit code ${verdict.exitCode}: ${verdict.meaning}`;
  return section(
    'verdict',
    'Verdict',
    element('p', { class: `verdict ${mood}` }, element('strong', {}, word), ' ', element('span', {}, code)),
    verdict.reasons.length > 0 &&
      element('ul', {}, ...verdict.reasons.map(({ kind, text }) => element('li', {}, `${kind}: ${text}`))),
    thresholds.length > 0 && thresholdTable(thresholds),
    ...(comparison ? comparisonParts(comparison) : []),
  );
}

function thresholdTable(thresholds: readonly ThresholdModel[]): HTMLElement {
  const rows = thresholds.map(({ state, expression, text }) => {
    const { mark, mood, word } = STATES[state];
    return element(
      'tr',
      {},
      element('td', { class: mood }, element('span', { 'aria-hidden': 'true' }, `${mark} `), word),
      element('td', {}, element('code', {}, expression)),
      element('td', {}, text),
    );
  });
  const head = element(
    'tr',
    {},
    ...['', 'threshold', 'actual'].map((text) =>
      element('th', { scope: 'col' }, text || element('span', { class: 'unseen' }, 'state')),
    ),
  );
  return element(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Thresholds' },
    element('table', { class: 'thresholds' }, element('thead', {}, head), element('tbody', {}, ...rows)),
  );
}

function comparisonParts({ title, facts, head, rows }: SummaryModel): HTMLElement[] {
  const lines = rows.map(([name = '', ...cells]) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, name),
      ...cells.map((cell, at) => element('td', at < cells.length - 1 ? { class: 'number' } : {}, cell)),
    ),
  );
  return [
    element('h3', {}, title),
    ...(lines.length > 0 ? [scrolling(title, tableOf(head, lines))] : []),
    ...facts.map(([label, text]) => element('p', { class: 'detail' }, `${label}: ${text}`)),
  ];
}

export function figureList(figures: readonly FigureModel[], id?: string): HTMLElement {
  return element(
    'dl',
    { class: 'figures', id },
    ...figures.map(({ label, value, detail, mood }) =>
      element(
        'div',
        { class: mood ?? 'plain' },
        element('dt', {}, label),
        element(
          'dd',
          {},
          element('span', { class: 'value' }, value),
          mood === 'bad' || mood === 'doubtful'
            ? element('span', { class: 'mark' }, mood === 'bad' ? ' ✗' : ' ~')
            : null,
          detail !== undefined && element('span', { class: 'detail' }, detail),
        ),
      ),
    ),
  );
}

export function factsSection({ facts, notes }: PageModel): HTMLElement {
  return section(
    'facts',
    'What was run',
    element(
      'dl',
      { class: 'facts' },
      ...facts.flatMap(([label, text]) => [element('dt', {}, label), element('dd', {}, text)]),
    ),
    notes.length > 0 && element('h3', {}, 'Notes'),
    notes.length > 0 && element('ul', {}, ...notes.map((note) => element('li', {}, note))),
  );
}
