import type { TraceOutput, TraceTurn } from '../measure/traces/trace-event.ts';
import { forDisplay, redact } from '../platform/redact.ts';
import { formatDurationMs } from '../platform/time/duration.ts';
import { visible } from '../platform/visible.ts';
import type { Paint } from '../render/paint.ts';
import type { TalkReply } from './talk-turn.ts';

/** Before what the bot says: as wide as the prompt of the user. */
const INDENT = '  ';

/** A reply as a chat shows it, with its choices and how to press them. `afterMs`: since the utterance; undefined: no turn was open. */
export function replyText({ text, choices }: TalkReply, afterMs: number | undefined, paint: Paint): string {
  const when = afterMs === undefined ? 'outside a turn' : formatDurationMs(afterMs);
  const said = text
    .split(/\r\n|\r|\n/)
    .map((line) => `${INDENT}${forDisplay(line)}`)
    .join('\n');
  const shown = text === '' ? `${INDENT}${paint('dim', choices.length > 0 ? 'choices' : 'nothing visible')}` : said;
  const offered = choices.map(({ title }, index) => `${paint('bold', `/${index + 1}`)} ${forDisplay(title)}`);
  const buttons = offered.length > 0 ? `\n${INDENT}${offered.join('  ')}` : '';
  return `${shown}  ${paint('dim', `[${when}]`)}${buttons}`;
}

/** The times of a turn, and how it ended. */
export function turnText({ outcome, endedBy, firstOutputMs, turnMs, failure }: TraceTurn, paint: Paint): string {
  const first = firstOutputMs === undefined ? 'no reply' : `first output ${formatDurationMs(firstOutputMs)}`;
  const text = `${INDENT}${first}, turn ${formatDurationMs(turnMs)}, ended by ${endedBy.replaceAll('-', ' ')}`;
  if (outcome === 'completed') return paint('dim', text);
  const why = failure ? `: ${forDisplay(failure.clear)}` : '';
  return paint('red', `${text}; ${outcome}${why}`);
}

/** An event other than a message. */
export function noteText(text: string, paint: Paint): string {
  return paint('dim', `${INDENT}${forDisplay(text)}`);
}

/** The payload of an output, as JSON over several lines. */
export function rawText({ text, data, source, traceId, messageId }: TraceOutput): string {
  const payload = { text: text.clear, data: data && parsed(data.clear), source, traceId, messageId };
  // JSON leaves some control characters as they are.
  return redact(JSON.stringify(payload, null, 2))
    .split('\n')
    .map((line) => `${INDENT}${INDENT}${visible(line)}`)
    .join('\n');
}

/** Long data are cut, and then no JSON. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
