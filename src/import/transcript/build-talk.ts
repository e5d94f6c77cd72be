import { writeDurationMs } from '../../platform/time/duration.ts';
import type { ExpectMode, ImportedTalk } from '../imported.ts';
import { literalText } from '../literal-text.ts';
import { TalkBuilder } from '../talk-builder.ts';
import type { Message } from './message.ts';
import type { TimedMessage } from './order-messages.ts';
import type { Role } from './roles.ts';

export interface TalkTerms {
  readonly file: string;
  readonly expect: ExpectMode;
  /** Recorded pauses become think times. */
  readonly timing: boolean;
  readonly roleOf: (message: Message) => Role;
}

/** Longest think time of a scenario. */
const MAX_THINK_MS = 3_600_000;
/** Longest text that is quoted, in characters. */
const MAX_QUOTED = 80;

/**
 * A recorded conversation as steps: a message of the user is said, those of the bot are checks of its turn. Without a text, the
 * user's message is a gap, to which the replies are not checked either. The think time of a step is the time since the message
 * before it, whoever sent that; before the first message there is none.
 */
export function buildTalk(name: string, messages: readonly TimedMessage[], terms: TalkTerms): ImportedTalk {
  const builder = new TalkBuilder(terms.file, terms.expect);
  let beforeMs: number | undefined;
  let hasUser = false;
  for (const message of messages) {
    const role = terms.roleOf(message);
    const pauseMs = message.atMs === undefined ? undefined : message.atMs - (beforeMs ?? message.atMs);
    if (role === 'user') addUser(builder, message, terms.timing ? pauseMs : undefined);
    else if (role === 'bot') addBot(builder, message, hasUser, terms.expect);
    else builder.addNotConverted(message.line, placed(message, `a message of ${speakerOf(message)}${quoted(message)}`));
    for (const what of message.text === '' ? [] : message.omitted)
      builder.addNotConverted(message.line, placed(message, what));
    beforeMs = message.atMs ?? beforeMs;
    hasUser ||= role === 'user';
  }
  const talk = builder.build(name);
  const startMs = messages[0]?.atMs;
  return terms.timing && startMs !== undefined ? { ...talk, startMs } : talk;
}

function addUser(builder: TalkBuilder, message: TimedMessage, pauseMs: number | undefined): void {
  if (message.text === '') {
    return builder.gap(message.line, placed(message, `a message of the user without text${instead(message)}`));
  }
  const thinkMs = pauseMs === undefined ? undefined : Math.min(MAX_THINK_MS, Math.round(pauseMs));
  const think = thinkMs === undefined ? {} : { think: writeDurationMs(thinkMs) };
  builder.turn({ say: literalText(message.text), ...think });
  if (pauseMs !== undefined && pauseMs > MAX_THINK_MS) {
    const what = `a pause of ${writeDurationMs(Math.round(pauseMs))}; the longest think time is 1h`;
    builder.addNotConverted(message.line, placed(message, what));
  }
}

function addBot(builder: TalkBuilder, message: TimedMessage, hasUser: boolean, expect: ExpectMode): void {
  const { text, line } = message;
  if (text === '') {
    return builder.addNotConverted(line, placed(message, `a message of the bot without text${instead(message)}`));
  }
  // Many bots greet the user when the page opens, but not over the API.
  if (!hasUser) {
    const what = `a message of the bot before the first of the user${quoted(message)}`;
    return builder.addNotConverted(line, placed(message, what));
  }
  const kind = expect === 'equals' ? 'equals' : 'contains';
  // A star in a recorded text is one.
  const isLike = expect === 'like';
  builder.bot({ wanted: [{ kind, texts: [text], ignoreCase: isLike, normalize: isLike }] }, line);
}

function instead({ omitted }: Message): string {
  return omitted.length === 0 ? ' (such as a button press or an attachment)' : ` (but with ${omitted.join(', ')})`;
}

function speakerOf({ speaker }: Message): string {
  if ('role' in speaker) return `the ${speaker.role}`;
  return speaker.named === '' ? 'an unnamed speaker' : speaker.named;
}

function quoted({ text }: Message): string {
  if (text === '') return '';
  const characters = [...text.slice(0, 2 * MAX_QUOTED)];
  return `: ${JSON.stringify(characters.length > MAX_QUOTED ? `${characters.slice(0, MAX_QUOTED).join('')}…` : text)}`;
}

function placed({ place }: Message, what: string): string {
  return place === undefined ? what : `${place}: ${what}`;
}
