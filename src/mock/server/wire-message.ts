import type { BotReply } from '../bots/bot.ts';

/** One event for a client, and its kind for the counters. `marker` is an output that only closes a stream. */
export interface WireMessage {
  readonly role: 'output' | 'marker' | 'error-output' | 'final-ping' | 'typing' | 'exception' | 'oddity';
  readonly event: string;
  readonly payload: unknown;
  /** It is sent as the ack of the last input. Default false. */
  readonly viaAck?: boolean;
}

export interface OutputDetails {
  readonly traceId: string;
  /** Default `bot`; a human colleague is an `agent`. */
  readonly source?: string;
  /** Send the data as JSON text. Default false. */
  readonly dataAsText?: boolean;
}

export function outputMessage(reply: BotReply, details: OutputDetails): WireMessage {
  if (reply.transformed !== undefined) return { role: 'output', event: 'output', payload: reply.transformed };
  const { text } = reply;
  const data = details.dataAsText && reply.data !== null ? JSON.stringify(reply.data) : reply.data;
  const { traceId, source = 'bot' } = details;
  return {
    role: closesStream(reply) ? 'marker' : 'output',
    event: 'output',
    payload: { type: 'output', data: { text, data, traceId, disableSensitiveLogging: false, source } },
  };
}

/** Whether a reply is the empty one at the end of a stream. */
function closesStream(reply: BotReply): boolean {
  const inner = reply.data?._cognigy as { _finishReason?: unknown } | undefined;
  return reply.text === '' && typeof inner?._finishReason === 'string';
}

/** The final ping as version 4 sends it. */
export function finalPingEvent(type: string): WireMessage {
  return { role: 'final-ping', event: 'finalPing', payload: { type } };
}

/** The final ping as version 3 sends it. */
export function finalPingOutput(type: string): WireMessage {
  return { role: 'final-ping', event: 'output', payload: { type: 'finalPing', data: { type } } };
}

export function typingMessage(status: 'typingOn' | 'typingOff'): WireMessage {
  return { role: 'typing', event: 'typingStatus', payload: { status } };
}

export function exceptionMessage(message: string): WireMessage {
  return { role: 'exception', event: 'exception', payload: { error: { message } } };
}

export function errorOutputMessage(message: string): WireMessage {
  return { role: 'error-output', event: 'output', payload: { type: 'error', data: { error: { code: 500, message } } } };
}

/** What real endpoints also send: two undocumented events, and an output of an unexpected shape. */
export function oddMessages(traceId: string): WireMessage[] {
  return [
    { role: 'oddity', event: 'triggeredElement', payload: { id: traceId, isDisableSensitiveLogging: false } },
    { role: 'oddity', event: 'switchedFlow', payload: { fromFlowId: traceId, toFlowId: traceId } },
    { role: 'oddity', event: 'output', payload: ['transformed', { into: 'this' }] },
  ];
}
