import type { PageModel, ThresholdModel } from '../../render/page/page-model.ts';
import { element, scrolling } from '../element.ts';
import { htmlTable } from '../table-of.ts';

/** Never by colour alone: each state has a mark and a word. */
const STATES: Readonly<Record<ThresholdModel['state'], { mark: string; mood: string; word: string }>> = {
  pass: { mark: '✓', mood: 'good', word: 'passed' },
  fail: { mark: '✗', mood: 'bad', word: 'failed' },
  'no-data': { mark: '–', mood: 'bad', word: 'no data' },
  'too-few': { mark: '–', mood: 'bad', word: 'not enough data' },
  waiting: { mark: '…', mood: '', word: 'pending' },
  inconclusive: { mark: '?', mood: 'doubtful', word: 'inconclusive' },
};
/** Maximum number of rows shown; with more, those that passed are collapsed. */
const MAX_ROWS = 6;

const FOLDED = 'thresholds';

/** The thresholds with their actual values, those that did not pass first. `open`: ids of the details that are open. */
export function thresholdParts({ thresholds }: PageModel, open: Set<string>): HTMLElement[] {
  if (thresholds.length === 0) return [];
  const missed = thresholds.filter(({ state }) => state !== 'pass');
  const passed = thresholds.filter(({ state }) => state === 'pass');
  const places = Math.max(0, MAX_ROWS - missed.length);
  const [shown, folded] =
    thresholds.length <= MAX_ROWS ? [passed, []] : [passed.slice(0, places), passed.slice(places)];
  const toggle = (event: Event) => {
    if ((event.target as HTMLDetailsElement).open) open.add(FOLDED);
    else open.delete(FOLDED);
  };
  const first = [...missed, ...shown];
  return [
    ...(first.length > 0 ? [tableBox('Thresholds', first)] : []),
    ...(folded.length > 0
      ? [
          element(
            'details',
            { open: open.has(FOLDED), toggle },
            element('summary', {}, `${folded.length} more that passed`),
            tableBox('More thresholds', folded),
          ),
        ]
      : []),
  ];
}

function tableBox(label: string, thresholds: readonly ThresholdModel[]): HTMLElement {
  const table = htmlTable(['state', 'threshold', 'actual'], thresholds.map(thresholdRow), {
    class: 'thresholds',
  });
  return scrolling(label, table);
}

function thresholdRow({ state, expression, text }: ThresholdModel): HTMLElement {
  const { mark, mood, word } = STATES[state];
  return element(
    'tr',
    {},
    element('td', { class: `word ${mood}` }, element('span', { 'aria-hidden': 'true' }, `${mark} `), word),
    element('td', {}, element('code', {}, expression)),
    element('td', { class: state === 'pass' ? '' : mood }, text),
  );
}
