import type {
  ConversationModel,
  ConversationTurn,
  SaidModel,
  TraceModel,
} from '../../render/page/conversation-page-model.ts';
import type { PageModel } from '../../render/page/page-model.ts';
import { element, option, scrolling, section } from '../element.ts';
import { formatMs } from '../format.ts';
import { htmlTable } from '../table-of.ts';
import { HASHED_TEXTS, traceTable } from '../trace-table.ts';
import type { View } from '../view.ts';

/** The conversations of a page, one at a time: the traced ones, then the slowest and a random sample (exemplars). */
export function waterfallSection({ conversations, traces }: PageModel, view: View, redraw: () => void): HTMLElement {
  const all = [...traces, ...conversations];
  const chosen = all[view.conversation] ?? all[0];
  if (!chosen) return section('conversations', 'Conversations', element('p', {}, 'The report contains no exemplars.'));
  const select = element('select', { id: 'conversation' });
  for (const [kind, label] of GROUPS) {
    const group = element('optgroup', { label });
    all.forEach((one, index) => {
      if (kindOf(one) === kind) group.append(option(String(index), nameOf(one), one === chosen));
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
    ...('lines' in chosen
      ? [sessionLine(chosen, ''), traceTable(chosen)]
      : [
          sessionLine(chosen, ' A bar from sent to ended, a tick for each reply, a gap while the user thinks.'),
          textsNote(chosen),
          scrolling('Turns of the conversation', turnTable(chosen)),
        ]),
  );
}

const GROUPS = [
  ['traced', 'traced (--trace)'],
  ['slowest', 'slowest'],
  ['random', 'random sample'],
] as const;

function kindOf(one: ConversationModel | TraceModel): (typeof GROUPS)[number][0] | undefined {
  return 'lines' in one ? 'traced' : one.kept[0];
}

function sessionLine(one: ConversationModel | TraceModel, legend: string): HTMLElement {
  const { target, sessionId, outcome = 'not ended' } = one;
  const place = 'place' in one && one.place !== undefined ? ` from ${one.place}` : '';
  return element(
    'p',
    { class: 'detail' },
    `${target}${place}, session `,
    element('code', { class: 'trace' }, sessionId),
    `, ${outcome}.${legend}`,
  );
}

/** Why there is a hash or a template where a text might be. */
function textsNote({ turns }: ConversationModel): HTMLElement | undefined {
  const said = turns.flatMap(({ utterance, replies }) => [...(utterance ? [utterance] : []), ...replies]);
  if (said.every((one) => 'text' in one)) return undefined;
  return element('p', { class: 'detail' }, HASHED_TEXTS);
}

function nameOf(one: ConversationModel | TraceModel): string {
  const { name, number, outcome = 'not ended' } = one;
  if ('lines' in one) return `${name} #${number}: ${outcome}`;
  const longest = Math.max(0, ...one.turns.map(({ sentMs, endedMs }) => endedMs - sentMs));
  return `${name} #${number}: longest turn ${formatMs(longest)}${outcome === 'completed' ? '' : `, ${outcome}`}`;
}

function turnTable({ turns }: ConversationModel): HTMLTableElement {
  const from = Math.min(...turns.map(({ intendedMs }) => intendedMs));
  const span = Math.max(1, ...turns.map(({ endedMs }) => endedMs - from));
  const head = ['turn', 'duration', 'sent at', 'timeline', 'ended by'];
  return htmlTable(
    head,
    turns.map((turn) => turnRow(turn, from, span)),
    { class: 'waterfall' },
  );
}

function turnRow(turn: ConversationTurn, from: number, span: number): HTMLElement {
  const { step, outcome, endedBy, sentMs, endedMs, traceId, failure } = turn;
  const good = outcome === 'completed';
  return element(
    'tr',
    {},
    element(
      'th',
      { scope: 'row' },
      !(turn.utterance && wordsOf(turn.utterance) === step) && element('span', { class: 'label' }, step),
      ...dialogueOf(turn),
    ),
    element('td', { class: 'number' }, formatMs(endedMs - sentMs)),
    element('td', { class: 'number' }, formatMs(sentMs - from)),
    element('td', { class: 'lane' }, bar(turn, from, span)),
    element(
      'td',
      { class: 'end' },
      element('span', { class: good ? '' : 'bad' }, good ? endedBy : `${endedBy} ✗ ${outcome}`),
      failure !== undefined && element('span', { class: 'detail' }, failure),
      traceId !== undefined && element('code', { class: 'trace' }, traceId),
    ),
  );
}

/** What the user said and what came, each reply with its time since the utterance. */
function dialogueOf({ utterance, replies, sentMs }: ConversationTurn): HTMLElement[] {
  return [
    ...(utterance ? [saidLine('user', utterance, '')] : []),
    ...replies.map((reply) => saidLine('bot', reply, ` +${formatMs(reply.arrivedMs - sentMs)}`)),
  ];
}

function saidLine(who: string, said: SaidModel, when: string): HTMLElement {
  const words = wordsOf(said);
  return element(
    'p',
    { class: `said ${who}${words === undefined ? ' hash' : ''}` },
    element('span', { class: 'who' }, who),
    ' ',
    words === undefined ? 'hash' in said && said.hash : `“${words}”`,
    element('span', { class: 'when' }, when),
  );
}

/** Undefined where they are hashed. */
function wordsOf(said: SaidModel): string | undefined {
  if ('text' in said) return said.text;
  return 'template' in said ? said.template : undefined;
}

/** Drawn as SVG, because a style sheet has no access to the values. The cells next to it give the same values as text. */
function bar({ sentMs, endedMs, intendedMs, replies, outcome }: ConversationTurn, from: number, span: number): Element {
  const svg = svgElement('svg', {
    viewBox: '0 0 1000 20',
    preserveAspectRatio: 'none',
    'aria-hidden': 'true',
    class: 'lane',
  });
  const onAxis = (ms: number) => ((ms - from) / span) * 1000;
  // In the middle of the lane.
  const rect = (kind: string, left: number, right: number, height: number) =>
    svg.append(
      svgElement('rect', {
        class: kind,
        x: onAxis(left),
        y: 10 - height / 2,
        width: Math.max(2, onAxis(right) - onAxis(left)),
        height,
      }),
    );
  if (sentMs > intendedMs) rect('late', intendedMs, sentMs, 2);
  rect(outcome === 'completed' ? 'turn' : 'turn failed', sentMs, endedMs, 14);
  for (const { arrivedMs } of replies)
    svg.append(svgElement('rect', { class: 'reply', x: onAxis(arrivedMs) - 1, y: 0, width: 2, height: 20 }));
  return svg;
}

function svgElement(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
