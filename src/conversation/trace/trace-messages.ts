import type { ReplyChunkEvent } from '../../endpoint/endpoint-connection.ts';
import type { ReplyReading } from '../../endpoint/protocol/chat-protocol.ts';
import { hashedText } from '../../endpoint/wire-value.ts';
import type { TracedText, TraceOutput, TraceSaid } from '../../measure/traces/trace-event.ts';
import type { SayStep } from '../../scenario/scenario.ts';
import { quote } from '../checks/disclosure.ts';
import type { PushCommand, SayCommand } from '../machine/conversation-state.ts';
import { templateOf } from '../record/make-exemplar.ts';
import { ofText, ofValue } from './traced-texts.ts';

/** An utterance; masked, as written in the scenario. */
export function saidEvent({ input }: SayCommand, { label, utterance }: SayStep): TraceSaid {
  const template = templateOf(utterance, input.text);
  const text: TracedText = {
    clear: input.text,
    masked: template === undefined ? hashedText(input.text) : `"${template}"`,
  };
  return { kind: 'said', step: label, text, data: ofValue(input.data), restart: input.restart };
}

/** An inject or notify request. */
export function pushedText({ route, body }: PushCommand): TracedText {
  const { clear, masked } = ofText(body.text);
  return { clear: `${route} ${quote(clear)}`, masked: `${route} ${masked}` };
}

/** `continues`: it continues a streamed output. */
export function outputEvent(
  chunk: ReplyChunkEvent,
  role: string,
  continues: boolean,
  reading: ReplyReading,
): TraceOutput {
  const { text, data, source, traceId, messageId, finished } = chunk;
  const choices = reading.choices(data);
  // A card or a gallery shows its texts without a text of its own.
  const isOwn = (shown: string) => !choices.some(({ title }) => title === shown);
  const shown = text === '' && data !== undefined ? reading.texts(chunk).filter(isOwn).join(' / ') : text;
  return {
    kind: 'output',
    role,
    text: ofText(shown),
    data: ofValue(data),
    choices: choices.map(({ title, payload }) => ({ title: ofText(title), payload })),
    source,
    traceId,
    messageId,
    continues,
    finished,
  };
}
