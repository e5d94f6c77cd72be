import type { TraceLineModel, TraceModel } from '../render/page/conversation-page-model.ts';
import { element, scrolling } from './element.ts';
import { htmlTable } from './table-of.ts';

/** Why there is a hash or a template where a text might be. */
export const HASHED_TEXTS =
  'Utterances are shown as in the scenario, replies as length and hash; --keep-texts shows them in plain text.';

/** A traced conversation, line by line. */
export function traceTable({ lines, omitted, isHashed }: TraceModel): HTMLElement {
  const notes = [
    ...(isHashed ? [HASHED_TEXTS] : []),
    ...(omitted > 0 ? [`${omitted} further lines are omitted.`] : []),
  ];
  return element(
    'div',
    {},
    ...notes.map((note) => element('p', { class: 'detail' }, note)),
    scrolling('Trace', htmlTable(['at', 'who', 'event'], lines.map(lineRow), { class: 'trace-lines' })),
  );
}

function lineRow({ at, who, text, mood }: TraceLineModel): HTMLElement {
  return element(
    'tr',
    { class: who },
    element('td', { class: 'number' }, `${at} s`),
    element('td', { class: 'who' }, who),
    element('td', { class: mood === 'bad' ? 'bad' : undefined }, text),
  );
}
