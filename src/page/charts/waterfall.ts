import type { ConversationModel, ConversationTurn, PageModel } from '../../render/page/page-model.ts';
import { element, option, scrolling, section } from '../element.ts';
import { formatMs } from '../format.ts';
import { tableOf } from '../table-of.ts';
import type { View } from '../view.ts';

/** One conversation turn by turn: the slowest and typical ones are kept. */
export function waterfallSection({ conversations }: PageModel, view: View, redraw: () => void): HTMLElement {
  const chosen = conversations[view.conversation] ?? conversations[0];
  if (!chosen) return section('conversations', 'Conversations', element('p', {}, 'No conversations were kept.'));
  const select = element('select', { id: 'conversation' });
  for (const kind of ['slowest', 'random'] as const) {
    const group = element('optgroup', { label: kind === 'slowest' ? 'slowest' : 'typical' });
    conversations.forEach((one, place) => {
      if (one.kept[0] === kind) group.append(option(String(place), nameOf(one), one === chosen));
    });
    if (group.childElementCount > 0) select.append(group);
  }
  select.addEventListener('change', () => {
    view.conversation = Number(select.value);
    redraw();
  });
  return section(
    'conversations',
    'Conversations',
    element('label', { class: 'control', for: 'conversation' }, 'conversation ', select),
    element(
      'p',
      { class: 'detail' },
      `${chosen.target}, session ${chosen.sessionId}, ${chosen.outcome}; a bar from sent to ended, a tick for each reply, a gap while the user thinks`,
    ),
    scrolling('Turns of the conversation', turnTable(chosen)),
  );
}

function nameOf({ name, number, outcome, turns }: ConversationModel): string {
  const longest = Math.max(0, ...turns.map(({ sentMs, endedMs }) => endedMs - sentMs));
  return `${name} #${number}: longest turn ${formatMs(longest)}${outcome === 'completed' ? '' : `, ${outcome}`}`;
}

function turnTable({ turns }: ConversationModel): HTMLTableElement {
  const from = Math.min(...turns.map(({ intendedMs }) => intendedMs));
  const span = Math.max(1, ...turns.map(({ endedMs }) => endedMs - from));
  const head = ['turn', 'ended', 'took', 'after', 'when', 'trace id'];
  return tableOf(
    head,
    turns.map((turn) => turnRow(turn, from, span)),
    { class: 'waterfall' },
  );
}

function turnRow(turn: ConversationTurn, from: number, span: number): HTMLElement {
  const { step, outcome, endedBy, sentMs, endedMs, traceId } = turn;
  const good = outcome === 'completed';
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, step),
    element('td', { class: good ? 'word' : 'word bad' }, good ? `by ${endedBy}` : `✗ ${outcome}, by ${endedBy}`),
    element('td', { class: 'number' }, formatMs(endedMs - sentMs)),
    element('td', { class: 'number' }, formatMs(sentMs - from)),
    element('td', { class: 'lane' }, bar(turn, from, span)),
    element('td', {}, traceId === undefined ? '–' : element('code', { class: 'trace' }, traceId)),
  );
}

/** Drawn, since the style sheet can know no lengths. The cells beside it say the same in words. */
function bar(
  { sentMs, endedMs, intendedMs, repliesMs, outcome }: ConversationTurn,
  from: number,
  span: number,
): Element {
  const svg = svgElement('svg', {
    viewBox: '0 0 1000 20',
    preserveAspectRatio: 'none',
    'aria-hidden': 'true',
    class: 'lane',
  });
  const place = (ms: number) => ((ms - from) / span) * 1000;
  const rect = (kind: string, left: number, right: number, y: number, height: number) =>
    svg.append(
      svgElement('rect', { class: kind, x: place(left), y, width: Math.max(2, place(right) - place(left)), height }),
    );
  if (sentMs > intendedMs) rect('late', intendedMs, sentMs, 9, 2);
  rect(outcome === 'completed' ? 'turn' : 'turn failed', sentMs, endedMs, 3, 14);
  for (const reply of repliesMs)
    svg.append(svgElement('rect', { class: 'reply', x: place(reply) - 1, y: 0, width: 2, height: 20 }));
  return svg;
}

function svgElement(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
