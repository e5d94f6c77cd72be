import { counted } from '../../platform/group-thousands.ts';
import { KnownError } from '../../platform/known-error.ts';
import type { NotConverted } from '../imported.ts';
import type { TranscriptOptions } from '../transcript-options.ts';
import type { Message, RecordedChat } from './message.ts';
import { readTimestamps } from './timestamps.ts';

/** A message with its time, in ms since 1970; undefined: not known. */
export interface TimedMessage extends Message {
  readonly atMs: number | undefined;
}

export interface OrderedChats {
  readonly chats: readonly { readonly name: string; readonly messages: readonly TimedMessage[] }[];
  /** What was changed, in words. */
  readonly notes: readonly string[];
  /** Times that could not be read. */
  readonly notConverted: readonly NotConverted[];
}

/**
 * The messages of each conversation in the order of their times: rows that run from the newest to the oldest are reversed,
 * others are sorted, those of the same time stay as they are. Without times that can be read, the order of the file stays.
 * @throws KnownError with the place of a time that cannot be read or is missing, if `timing` needs it.
 */
export function orderMessages(
  chats: readonly RecordedChat[],
  { timing = false, dateOrder }: Pick<TranscriptOptions, 'timing' | 'dateOrder'>,
  file: string,
): OrderedChats {
  const dated = chats.flatMap(({ messages }) => messages.filter(({ time }) => time !== undefined));
  if (timing) refuseMissing(chats, dated.length === 0, file);
  const read = readTimestamps(
    dated.map(({ time }) => time!),
    dateOrder,
  );
  const times = new Map<Message, number>();
  if ('problem' in read) {
    const problem = problemOf(dated[read.index]!, read.problem, file);
    if (timing) throw new KnownError(placed(problem), { hint: TIME_HINT });
    const what = `${problem.what}; the messages stay in the order of the file`;
    return { chats: chats.map((chat) => timed(chat, times)), notes: [], notConverted: [{ ...problem, what }] };
  }
  for (const [index, message] of dated.entries()) times.set(message, read.timesMs[index]!);
  const ordered = chats.map((chat) => timed(chat, times)).map((chat) => ({ chat, sorted: sorted(chat.messages) }));
  const moved = ordered.filter(({ chat, sorted: after }) => after !== chat.messages);
  return {
    chats: ordered.map(({ chat, sorted: messages }) => ({ ...chat, messages })),
    notes: moved.length === 0 ? [] : [movedNote(moved.map(({ chat }) => chat.name))],
    notConverted: [],
  };
}

const TIME_HINT =
  'times are ISO 8601, seconds or ms since 1970, or such as 31.12.2024 10:00:00; for 3/4/2024 set --date-order';
const MAX_NAMED = 5;

function movedNote(names: readonly string[]): string {
  const shown = [...names.slice(0, MAX_NAMED), ...(names.length > MAX_NAMED ? ['…'] : [])].join(', ');
  return `${counted(names.length, 'conversation')} not in chronological order, now sorted by time: ${shown}`;
}

function refuseMissing(chats: readonly RecordedChat[], hasNone: boolean, file: string): void {
  if (hasNone) {
    throw new KnownError(`--timing: no column of ${file} is recognised as the time of its messages`, {
      hint: 'set --columns time=NAME, or import without --timing',
    });
  }
  const missing = chats.flatMap(({ messages }) =>
    messages.filter((each) => each.time === undefined && !isReplyInRow(each)),
  );
  if (missing.length === 0) return;
  throw new KnownError(placed({ ...problemOf(missing[0]!, 'has no time', file) }), {
    hint: 'add it, or remove the row',
  });
}

/** The bot's text in a row that also has the user's: it has no time of its own. */
function isReplyInRow({ speaker }: Message): boolean {
  return 'role' in speaker && speaker.role === 'bot';
}

function problemOf({ time, line, place }: Message, problem: string, file: string): NotConverted {
  const subject = time === undefined ? 'a message' : `the time ${JSON.stringify(time)}`;
  return { file, line, what: `${place === undefined ? '' : `${place}: `}${subject} ${problem}` };
}

function placed({ file, line, what }: NotConverted): string {
  return `--timing: ${line === undefined ? file : `${file}:${line}`}: ${what}`;
}

function timed({ name, messages }: RecordedChat, times: ReadonlyMap<Message, number>) {
  return { name, messages: messages.map((message) => ({ ...message, atMs: times.get(message) })) };
}

/** The same array if nothing moves. A message without a time stays behind the one before it. */
function sorted(messages: readonly TimedMessage[]): readonly TimedMessage[] {
  const units: { readonly atMs: number; readonly messages: TimedMessage[] }[] = [];
  for (const message of messages) {
    const last = units.at(-1);
    if (message.atMs !== undefined) units.push({ atMs: message.atMs, messages: [message] });
    else if (last) last.messages.push(message);
    else return messages;
  }
  const steps = units.slice(1).map(({ atMs }, index) => atMs - units[index]!.atMs);
  if (steps.every((step) => step >= 0)) return messages;
  const inOrder = steps.every((step) => step <= 0)
    ? units.toReversed()
    : units.toSorted((left, right) => left.atMs - right.atMs);
  return inOrder.flatMap((unit) => unit.messages);
}
