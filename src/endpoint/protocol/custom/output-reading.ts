import { excerpt } from '../../../platform/redact.ts';
import { selectPath } from '../../../template/json-path.ts';
import type { ConnectionEvent, ErrorReplyEvent, ReplyChunkEvent } from '../../endpoint-connection.ts';
import { field, idOf, isRecord, jsonOf, textOf, wordOf } from '../../wire-value.ts';
import { isBlankText, isBlankValue } from '../blank-value.ts';
import type { ReplyChoice } from '../chat-protocol.ts';
import type { ChoiceReading, ErrorEvent, EventMatch, OutputReading } from '../custom-events.ts';

/** Where reading stops in data that is wide beyond any real message. */
const MAX_CHOICES = 200;

/** An event as received. */
export interface Received {
  readonly payload: unknown;
  readonly atUs: number;
  readonly acked: boolean;
}

/** Whether its payload has the values that `where` asks for. */
export function matches({ where }: Pick<EventMatch, 'where'>, payload: unknown): boolean {
  return Object.entries(where).every(([path, value]) => {
    const wanted = jsonOf(value);
    return selectPath(payload, path).some((found) => jsonOf(found) === wanted);
  });
}

/** Never throws, even for invalid data. */
export function outputChunk(reading: OutputReading, { payload, atUs, acked }: Received): ReplyChunkEvent {
  const text = textIn(reading, payload);
  const data = reading.data === undefined ? dataIn(payload) : first(payload, reading.data);
  const messageId = reading.id === undefined ? undefined : idOf(first(payload, reading.id));
  return {
    kind: 'reply-chunk',
    atUs,
    acked,
    text,
    data,
    messageId,
    finished: messageId === undefined || (reading.done !== undefined && Boolean(first(payload, reading.done))),
    shows: showsAnything(reading, text, data) ? 'content' : messageId === undefined ? 'blank' : 'marker',
    traceId: undefined,
    source: undefined,
  };
}

/** Where the scenario says where the text is, other fields of the payload are not shown to users. */
function showsAnything(reading: OutputReading, text: string, data: unknown): boolean {
  if (!isBlankText(text)) return true;
  const hasOwnData = reading.data !== undefined || reading.text === undefined;
  if (hasOwnData && !isBlankValue(data)) return true;
  return reading.choices !== undefined && customChoices(reading.choices, data).length > 0;
}

function textIn({ text }: OutputReading, payload: unknown): string {
  if (text !== undefined) return textOf(first(payload, text)) ?? '';
  return textOf(isRecord(payload) ? payload.text : payload) ?? '';
}

function dataIn(payload: unknown): unknown {
  return typeof payload === 'object' && payload !== null ? payload : undefined;
}

/** What can be pressed, in order. Never throws. */
export function customChoices({ items, title, payload }: ChoiceReading, data: unknown): readonly ReplyChoice[] {
  return selectPath(data, items)
    .flat()
    .slice(0, MAX_CHOICES)
    .flatMap((item): ReplyChoice[] => {
      const named = textOf(item) ?? textOf(title === undefined ? anyField(item, TITLES) : first(item, title));
      if (named === undefined) return [];
      const sent = textOf(payload === undefined ? anyField(item, PAYLOADS) : first(item, payload)) ?? named;
      return sent === '' ? [] : [{ title: named, payload: sent, kind: 'button' }];
    });
}

const TITLES = ['title', 'label', 'text'];
const PAYLOADS = ['payload', 'value'];

/** Never throws, even for invalid data. */
export function errorReply(reading: ErrorEvent, { payload, atUs, acked }: Received): ErrorReplyEvent {
  const told =
    reading.message === undefined
      ? (textOf(payload) ?? textOf(anyField(payload, ['message', 'error'])))
      : textOf(first(payload, reading.message));
  return {
    kind: 'error-reply',
    atUs,
    acked,
    via: 'exception',
    code: reading.code === undefined ? undefined : wordOf(first(payload, reading.code)),
    message: excerpt(told ?? jsonOf(payload) ?? '') || 'no message',
    traceId: undefined,
  };
}

export function unknownEvent(name: string, { atUs, acked }: Received): ConnectionEvent {
  return { kind: 'unknown', atUs, acked, name: idOf(name)! };
}

function first(value: unknown, path: string): unknown {
  return selectPath(value, path)[0];
}

function anyField(value: unknown, names: readonly string[]): unknown {
  return names.map((name) => field(value, name)).find((found) => found !== undefined);
}
