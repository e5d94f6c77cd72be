import type { PageModel, RowModel, TrendModel } from '../render/page/page-model.ts';
import { element, option, scrolling, section } from './element.ts';
import { formatMs, grouped } from './format.ts';
import type { View } from './view.ts';

interface Line {
  readonly row: RowModel;
  readonly trend: TrendModel;
}

type Quantile = keyof TrendModel['quantiles'];

interface Column {
  readonly key: string;
  readonly title: string;
  readonly text: (line: Line) => string;
  /** What it is sorted by; null comes last either way. */
  readonly rank: (line: Line) => string | number | null;
}

const quantile = (name: Quantile): Column => ({
  key: name,
  title: name.replace('_', '.'),
  text: ({ trend }) => trend.quantiles[name].text,
  rank: ({ trend }) => trend.quantiles[name].value,
});

const COLUMNS: readonly Column[] = [
  { key: 'row', title: 'scope', text: ({ row }) => nameOf(row), rank: ({ row }) => nameOf(row) },
  { key: 'metric', title: 'metric', text: ({ trend }) => trend.metric, rank: ({ trend }) => trend.metric },
  {
    key: 'total',
    title: 'total',
    text: ({ trend }) => grouped(totalOf(trend)),
    rank: ({ trend }) => totalOf(trend),
  },
  { key: 'failed', title: 'failed', text: ({ trend }) => grouped(trend.failed), rank: ({ trend }) => trend.failed },
  { key: 'mean', title: 'mean', text: ({ trend }) => formatMs(trend.mean), rank: ({ trend }) => trend.mean },
  ...(['p50', 'p90', 'p95', 'p99', 'p99_9'] as const).map(quantile),
  { key: 'max', title: 'max', text: ({ trend }) => formatMs(trend.max), rank: ({ trend }) => trend.max },
];
const WORDS = 2;

function totalOf({ count, failed }: TrendModel): number {
  return count + failed;
}

const FIRST = ['first_output', 'turn'];

/** What is looked for most comes first: of every row how long turns took, and only then all the rest. */
function inOrder(lines: readonly Line[]): Line[] {
  const isFirst = ({ trend }: Line) => FIRST.includes(trend.metric);
  return [...lines.filter(isFirst), ...lines.filter((line) => !isFirst(line))];
}

function nameOf({ kind, label }: RowModel): string {
  return kind === 'all' ? 'all conversations' : label;
}

/** Every metric of every row: sorted by any column, filtered by kind and text. A click on a row shows it in the charts. */
export function rowsSection(model: PageModel, view: View, onRow: (row: string) => void): HTMLElement {
  const body = element('tbody');
  const count = element('p', { class: 'detail', role: 'status' });
  const headings = COLUMNS.map((column, index) => heading(column, index, view, () => fill()));
  const lines = inOrder(model.rows.flatMap((row) => row.trends.map((trend) => ({ row, trend }))));
  // A target needs no name where there is only one.
  const several = new Set(model.rows.map(({ target }) => target).filter((target) => target !== '')).size > 1;
  const placeOf = ({ target, conversation, kind }: RowModel) =>
    [several ? target : '', kind === 'step' ? conversation : ''].filter((part) => part !== '').join(', ');
  function fill() {
    const shown = sorted(
      lines.filter((line) => matches(line, view)),
      view,
    );
    body.replaceChildren(...shown.map((line) => tableRow(line, placeOf(line.row), view, onRow)));
    count.textContent = `${shown.length} of ${lines.length} rows`;
    headings.forEach((th, index) => {
      const state = COLUMNS[index]!.key === view.sortBy ? (view.descending ? 'descending' : 'ascending') : 'none';
      th.setAttribute('aria-sort', state);
    });
  }
  fill();
  const table = element('table', { class: 'rows' }, element('thead', {}, element('tr', {}, ...headings)), body);
  const legend = model.legends.length > 0 && element('p', { class: 'detail' }, model.legends.join(' '));
  return section('rows', 'Latency', filters(view, kindsOf(model), fill), count, scrolling('Latency', table), legend);
}

function heading({ key, title }: Column, index: number, view: View, fill: () => void): HTMLElement {
  const sort = () => {
    // First the largest of numbers, but words from A on; then the other way round.
    view.descending = view.sortBy === key ? !view.descending : index >= WORDS;
    view.sortBy = key;
    fill();
  };
  return element(
    'th',
    { scope: 'col', class: index < WORDS ? '' : 'number' },
    element('button', { type: 'button', click: sort }, title),
  );
}

/** Kinds of rows to choose from; '' is all of them. */
function kindsOf({ rows }: PageModel): readonly string[] {
  const hasPlaces = rows.some(({ kind }) => kind === 'place');
  return ['', 'all', 'target', 'conversation', 'step', ...(hasPlaces ? ['place'] : [])];
}

function filters(view: View, kinds: readonly string[], fill: () => void): HTMLElement {
  const search = element('input', { type: 'search', id: 'filter', value: view.filter });
  search.addEventListener('input', () => {
    view.filter = search.value;
    fill();
  });
  const kindSelect = element(
    'select',
    { id: 'kind' },
    ...kinds.map((kind) =>
      option(kind, kind === '' ? 'everything' : kind === 'all' ? 'all conversations' : `${kind}s`, kind === view.kind),
    ),
  );
  kindSelect.addEventListener('change', () => {
    view.kind = kindSelect.value;
    fill();
  });
  return element(
    'div',
    { class: 'controls' },
    element('label', { class: 'control', for: 'filter' }, 'filter ', search),
    element('label', { class: 'control', for: 'kind' }, 'scope ', kindSelect),
  );
}

function matches({ row, trend }: Line, { filter, kind }: View): boolean {
  if (kind !== '' && row.kind !== kind) return false;
  const text = [nameOf(row), row.conversation, row.target, trend.metric].join(' ').toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function sorted(lines: Line[], { sortBy, descending }: View): Line[] {
  const column = COLUMNS.find(({ key }) => key === sortBy);
  if (!column) return lines;
  const sign = descending ? -1 : 1;
  return lines.sort((left, right) => {
    const [a, b] = [column.rank(left), column.rank(right)];
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    return sign * (typeof a === 'string' ? a.localeCompare(String(b)) : a - Number(b));
  });
}

function tableRow(line: Line, where: string, view: View, onRow: (row: string) => void): HTMLElement {
  const { row, trend } = line;
  const chosen = row.id === view.row;
  const show = element(
    'button',
    { type: 'button', class: 'row', 'aria-pressed': String(chosen), click: () => onRow(row.id) },
    nameOf(row),
  );
  return element(
    'tr',
    { class: chosen ? 'chosen' : '' },
    element('th', { scope: 'row' }, show, where !== '' && element('span', { class: 'detail' }, where)),
    ...COLUMNS.slice(1).map((column) => {
      const bounds = column.key in trend.quantiles ? boundsOf(trend.quantiles[column.key as Quantile]) : undefined;
      const failed = column.key === 'failed' && trend.failed > 0;
      return element(
        'td',
        { class: [column.key === 'metric' ? '' : 'number', failed ? 'bad' : ''].join(' ').trim() },
        column.text(line),
        bounds && element('span', { class: 'detail' }, boundsText(bounds)),
      );
    }),
  );
}

/** Bounds are shown only next to a numeric value. */
function boundsOf({ text, bounds }: TrendModel['quantiles'][Quantile]) {
  return /\d/.test(text) ? bounds : undefined;
}

/** `400 to 404 ms`: the unit once. */
function boundsText([lower, upper]: readonly [number, number | null]): string {
  if (upper === null) return `${formatMs(lower)} or more`;
  const [from, to] = [formatMs(lower), formatMs(upper)];
  const unit = / .*$/.exec(to)?.[0] ?? '';
  return `${unit !== '' && from.endsWith(unit) ? from.slice(0, -unit.length) : from} to ${to}`;
}
