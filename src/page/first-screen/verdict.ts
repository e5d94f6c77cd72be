import type { MetricModel, PageModel, SummaryModel } from '../../render/page/page-model.ts';
import { element, scrolling, section } from '../element.ts';
import { htmlTable } from '../table-of.ts';
import { firstFailures } from './first-failures.ts';
import { thresholdParts } from './thresholds.ts';

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

/** What came of the run, why, and where it failed first. */
export function verdictSection(model: PageModel, open: Set<string>): HTMLElement {
  const { verdict, thresholds, comparison, running } = model;
  const mood = verdict.suspect ? 'doubtful' : MOODS[verdict.status];
  const code = running ? 'run in progress' : `exit code ${verdict.exitCode}`;
  // What a row of the thresholds says is not said twice.
  const isShown = (text: string) => thresholds.some(({ expression }) => text.startsWith(`${expression}: `));
  const reasons = verdict.reasons.filter((text) => !isShown(text));
  const failed = verdict.status !== 'pass' ? firstFailures(model) : undefined;
  return section(
    'verdict',
    'Verdict',
    element(
      'div',
      { class: `banner ${mood}` },
      element(
        'p',
        { class: `verdict ${mood}` },
        element('strong', {}, verdict.word),
        ' ',
        verdict.why !== '' && element('span', { class: 'why' }, verdict.why),
        ' ',
        element('span', {}, code),
      ),
      reasons.length > 0 && element('ul', {}, ...reasons.map((text) => element('li', {}, text))),
    ),
    ...thresholdParts(model, open),
    failed,
    ...(comparison ? comparisonParts(comparison) : []),
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
    ...(lines.length > 0 ? [scrolling(title, htmlTable(head, lines))] : []),
    ...facts.map(([label, text]) => element('p', { class: 'detail' }, `${label}: ${text}`)),
  ];
}

export function metricList(metrics: readonly MetricModel[], id?: string): HTMLElement {
  return element(
    'dl',
    { class: 'metrics', id },
    ...metrics.map(({ label, value, detail, mood }) =>
      element(
        'div',
        { class: mood ?? 'plain' },
        element('dt', {}, label),
        element(
          'dd',
          {},
          element('span', { class: 'value' }, value),
          mood === 'bad' || mood === 'doubtful'
            ? element('span', { class: 'mark' }, mood === 'bad' ? ' ✗' : ' !')
            : null,
          detail !== undefined && element('span', { class: 'detail' }, detail),
        ),
      ),
    ),
  );
}

/** Where, how much, how long and when, under the title. */
export function summaryList({ summary }: PageModel): HTMLElement {
  const facts = summary.map(([label, text]) => element('div', {}, element('dt', {}, label), element('dd', {}, text)));
  return element('dl', { class: 'summary' }, ...facts);
}

export function factsSection({ facts, notes }: PageModel): HTMLElement {
  return section(
    'facts',
    'Run details',
    element(
      'dl',
      { class: 'facts' },
      ...facts.flatMap(([label, text]) => [element('dt', {}, label), element('dd', {}, text)]),
    ),
    notes.length > 0 && element('h3', {}, 'Notes'),
    notes.length > 0 && element('ul', {}, ...notes.map((note) => element('li', {}, note))),
  );
}
