import { excerpt } from '../../../platform/redact.ts';
import type { ConnectionEvent, ReplyChunkEvent } from '../../endpoint-connection.ts';
import { field, idOf, isRecord, jsonOf, textOf, wordOf } from '../../wire-value.ts';
import { isBlankText } from '../blank-value.ts';
import type { ProtocolSignal } from '../chat-protocol.ts';
import { isBlankData } from './blank-content.ts';

const READY_SIGNAL: ProtocolSignal = { kind: 'ready-signal' };
const INTRODUCED: ProtocolSignal = { kind: 'introduced' };

/**
 * What one event on the wire means:
 *
 *     name          payload                                              becomes
 *     output        { type: "output", data: { text, data, … } }          reply-chunk
 *                   { type: "error", data: { error } }                   error-reply
 *                   { type: "finalPing", data: { type } }                final-ping (servers before 4.0)
 *                   { type: "logStep" | "logStepError" }                 unknown (debug output of old servers)
 *                   anything else: an output transformer may send it     reply-chunk with what is found
 *     finalPing     { type }                                             final-ping
 *     typingStatus  { status: "typingOn" | "on" | "typingOff" | "off" }  typing
 *     exception     { error } or { data: { error } }                     error-reply
 *     error         as exception; an ordinary event name for both client libraries once they are connected
 *     endpoint-ready                                                     ready-signal (since Cognigy.AI 4.79)
 *     handshake     with an ack                                          introduced
 *     other         anything                                             unknown
 *
 * Never throws, even for invalid data.
 */
export function decodeEvent(
  name: string,
  payload: unknown,
  atUs: number,
  acked: boolean,
): ConnectionEvent | ProtocolSignal {
  switch (name) {
    case 'output':
      return outputEvent(payload, atUs, acked);
    case 'finalPing':
      return finalPing(payload, atUs, acked);
    case 'typingStatus':
      return typingEvent(payload, atUs, acked);
    case 'exception':
    case 'error':
      return errorReply('exception', payload, atUs, acked);
    case 'endpoint-ready':
      return READY_SIGNAL;
    case 'handshake':
      return acked ? INTRODUCED : unknownEvent(name, atUs, acked);
    default:
      return unknownEvent(name, atUs, acked);
  }
}

function unknownEvent(name: string, atUs: number, acked: boolean): ConnectionEvent {
  return { kind: 'unknown', atUs, acked, name: idOf(name)! };
}

function outputEvent(payload: unknown, atUs: number, acked: boolean): ConnectionEvent {
  switch (field(payload, 'type')) {
    case 'output':
      return replyChunk(field(payload, 'data'), atUs, acked);
    case 'error':
      return errorReply('output', payload, atUs, acked);
    case 'finalPing':
      return finalPing(field(payload, 'data'), atUs, acked);
    case 'logStep':
    case 'logStepError':
      return { kind: 'unknown', atUs, acked, name: `output/${String(field(payload, 'type'))}` };
    default:
      return replyChunk(contentOf(payload), atUs, acked);
  }
}

/** The part of a free-form payload that contains text and data: itself, or what it wraps in `data`. */
function contentOf(payload: unknown): unknown {
  if (!isRecord(payload)) return payload;
  const inner = payload.data;
  if ('text' in payload || !isRecord(inner))
    return 'text' in payload || 'data' in payload ? payload : { data: payload };
  return 'text' in inner || 'data' in inner ? inner : payload;
}

function replyChunk(content: unknown, atUs: number, acked: boolean): ReplyChunkEvent {
  const holder = isRecord(content) ? content : undefined;
  const text = textOf(holder ? holder.text : content) ?? '';
  const data = holder ? dataOf(holder) : arrayOrFlag(content);
  const markers = field(data, '_cognigy');
  const messageId = idOf(field(markers, '_messageId'));
  const finishReason = field(markers, '_finishReason') ?? undefined;
  const inStream = messageId !== undefined || finishReason !== undefined;
  const blank = isBlankText(text) && isBlankData(data);
  return {
    kind: 'reply-chunk',
    atUs,
    acked,
    text,
    data,
    messageId,
    finished: messageId === undefined || finishReason !== undefined,
    shows: !blank ? 'content' : text === '' && inStream ? 'marker' : 'blank',
    traceId: idOf(holder?.traceId),
    source: idOf(holder?.source),
  };
}

/** `data` as sent; a string that is a JSON object or array is read, since some servers send it so. */
function dataOf(holder: Readonly<Record<string, unknown>>): unknown {
  const data = holder.data ?? undefined;
  if (typeof data !== 'string' || !/^\s*[[{]/.test(data)) return data;
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}

/** A transformer may send a bare array or flag in place of the whole reply; a bare text is text, not data. */
function arrayOrFlag(content: unknown): unknown {
  return Array.isArray(content) || typeof content === 'boolean' ? content : undefined;
}

/** Some bridges send an empty object; the type is then reported as `unspecified`. */
function finalPing(payload: unknown, atUs: number, acked: boolean): ConnectionEvent {
  return { kind: 'final-ping', atUs, acked, type: idOf(field(payload, 'type')) ?? 'unspecified' };
}

function typingEvent(payload: unknown, atUs: number, acked: boolean): ConnectionEvent {
  const status = isRecord(payload) ? payload.status : payload;
  if (status === 'typingOn' || status === 'on') return { kind: 'typing', atUs, acked, on: true };
  if (status === 'typingOff' || status === 'off') return { kind: 'typing', atUs, acked, on: false };
  return { kind: 'unknown', atUs, acked, name: 'typingStatus' };
}

function errorReply(via: 'output' | 'exception', payload: unknown, atUs: number, acked: boolean): ConnectionEvent {
  const inner = field(payload, 'data');
  const error = field(inner, 'error') ?? field(payload, 'error') ?? payload;
  return {
    kind: 'error-reply',
    atUs,
    acked,
    via,
    code: wordOf(field(error, 'code')),
    message: excerpt(errorMessage(error)) || NO_MESSAGE,
    traceId: idOf(field(payload, 'traceId') ?? field(inner, 'traceId') ?? field(error, 'traceId')),
  };
}

const NO_MESSAGE = 'no message';

function errorMessage(error: unknown): string {
  const message = textOf(error) ?? textOf(field(error, 'message'));
  if (message) return message;
  return error === undefined || error === null || error === ''
    ? NO_MESSAGE
    : (jsonOf(error) ?? 'an error nested too deeply to show');
}
