import type { BotReply } from './bot.ts';

/**
 * A reply as a stream: one output per sentence (a flush at `.`, `!`, `?` or a line break), all with one `_messageId`, then
 * a marker with empty text and `_finishReason`. Other data of the reply are part of the first chunk.
 * A reply without text is not streamed.
 */
export function streamChunks(reply: BotReply, messageId: string): BotReply[] {
  if (!reply.text) return [reply];
  const sentences = reply.text.match(/[^.!?\n]+[.!?\n]*\s*|[.!?\n]+\s*/g) ?? [reply.text];
  const chunks = sentences.map((text, index) => ({
    text,
    data: withMarker(index === 0 ? reply.data : null, { _messageId: messageId }),
  }));
  return [...chunks, { text: '', data: withMarker(null, { _messageId: messageId, _finishReason: 'stop' }) }];
}

function withMarker(data: BotReply['data'], marker: Record<string, string>): Record<string, unknown> {
  const inner = data?._cognigy;
  return { ...data, _cognigy: { ...(typeof inner === 'object' ? inner : {}), ...marker } };
}
