import type { ReplyChunkEvent } from '../../endpoint-connection.ts';
import { field, isRecord, textOf } from '../../wire-value.ts';
import { isBlankText, isBlankValue } from '../blank-value.ts';
import type { ReplyChoice } from '../chat-protocol.ts';

/** Where reading stops in data that is wide beyond any real message. */
const MAX_CHOICES = 200;

/**
 * A message of the bot (`SocketIOOutput` in rasa/core/channels/socketio.py):
 *
 *     message    = { text } | { text, quick_replies: [choice] } | { attachment } | any JSON (custom responses)
 *     attachment = { type: "image", payload: { src } }
 *                | { type: "template", payload: { template_type, elements, buttons } }     elements: one, or a list
 *     choice     = { content_type, title, payload }
 *
 * Its data is the whole message, unless that is only a text. Never throws, even for invalid data.
 */
export function botMessage(payload: unknown, atUs: number, acked: boolean): ReplyChunkEvent {
  const text = textOf(isRecord(payload) ? payload.text : payload) ?? '';
  const data = dataOf(payload);
  return {
    kind: 'reply-chunk',
    atUs,
    acked,
    text,
    data,
    messageId: undefined,
    finished: true,
    shows: isBlankText(text) && isBlankValue(data) ? 'blank' : 'content',
    traceId: undefined,
    source: undefined,
  };
}

function dataOf(payload: unknown): unknown {
  if (!isRecord(payload)) return typeof payload === 'object' && payload !== null ? payload : undefined;
  const onlyText = Object.keys(payload).every((key) => key === 'text');
  return onlyText && textOf(payload.text) !== undefined ? undefined : payload;
}

/** Everything of a message that can be pressed; a button with a URL opens something else. Never throws. */
export function rasaChoices(data: unknown): readonly ReplyChoice[] {
  const attached = field(field(data, 'attachment'), 'payload');
  return [
    ...all('quick-reply', field(data, 'quick_replies')),
    ...all('button', field(data, 'buttons')),
    ...all('button', field(attached, 'buttons')),
    ...elementsIn(attached).flatMap((element) => all('button', field(element, 'buttons'))),
  ].slice(0, MAX_CHOICES);
}

/** Every text of a message that a user can read, its own first, each once. Never throws. */
export function rasaTexts({ text, data }: { readonly text: string; readonly data: unknown }): readonly string[] {
  const attached = field(field(data, 'attachment'), 'payload');
  const shown = [
    text,
    textOf(field(attached, 'text')),
    ...elementsIn(attached).flatMap((element) => [textOf(field(element, 'title')), textOf(field(element, 'subtitle'))]),
    ...rasaChoices(data).map(({ title }) => title),
  ];
  return [...new Set(shown.filter((each) => each !== undefined && each !== ''))] as readonly string[];
}

function elementsIn(attached: unknown): readonly unknown[] {
  return listed(field(attached, 'elements')).slice(0, MAX_CHOICES);
}

function all(kind: ReplyChoice['kind'], entries: unknown): readonly ReplyChoice[] {
  return listed(entries)
    .slice(0, MAX_CHOICES)
    .flatMap((entry) => {
      const title = textOf(field(entry, 'title'));
      const payload = textOf(field(entry, 'payload')) ?? title;
      const opens = field(entry, 'url') !== undefined || field(entry, 'type') === 'web_url';
      return title === undefined || !payload || opens ? [] : [{ title, payload, kind }];
    });
}

function listed(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isRecord(value) ? [value] : [];
}
