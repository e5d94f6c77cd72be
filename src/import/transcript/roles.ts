import { KnownError } from '../../platform/known-error.ts';
import type { TranscriptOptions } from '../transcript-options.ts';
import type { Message, RecordedChat } from './message.ts';
import { isBotWord, isUserWord } from './speaker-words.ts';

/** `other`: neither user nor bot, such as a human agent, a system prompt or a tool. */
export type Role = 'user' | 'bot' | 'other';

/**
 * Who speaks, from the names of the speakers of a file:
 *
 * - user: `userValues`, else names such as `user` or `customer`; without one of these, and if the bot is known, the only other
 *   speaker of each conversation
 * - bot: `botValues`, else names such as `bot` or `assistant`; without one of these, everyone else (`isDataSet`: nobody)
 *
 * @throws KnownError if the user cannot be recognised, or a given value speaks nowhere.
 */
export function rolesOf(
  chats: readonly RecordedChat[],
  { userValues, botValues }: Pick<TranscriptOptions, 'userValues' | 'botValues'>,
  file: string,
  isDataSet: boolean,
): (message: Message) => Role {
  const names = new Set(chats.flatMap(({ messages }) => namesOf(messages)));
  checkGiven('--user-value', userValues, names, file);
  checkGiven('--bot-value', botValues, names, file);
  const all = [...names];
  const bots = new Set(botValues ?? all.filter((name) => isBotWord(name) && !userValues?.includes(name)));
  const users = new Set(userValues ?? all.filter((name) => isUserWord(name) && !bots.has(name)));
  const isOnlyOther = users.size === 0 && bots.size > 0 && chats.every(({ messages }) => othersIn(messages, bots) <= 1);
  if (users.size === 0 && names.size > 0 && !isOnlyOther) throw unknownUser(all, file);
  return ({ speaker }) => {
    if ('role' in speaker) return speaker.role;
    if (users.has(speaker.named)) return 'user';
    if (bots.has(speaker.named)) return 'bot';
    if (isOnlyOther) return 'user';
    return bots.size > 0 || isDataSet ? 'other' : 'bot';
  };
}

/** Each once; a set, because a file has few speakers and many messages. */
function namesOf(messages: readonly Message[]): readonly string[] {
  return [...new Set(messages.flatMap(({ speaker }) => ('named' in speaker ? [speaker.named] : [])))];
}

function othersIn(messages: readonly Message[], bots: ReadonlySet<string>): number {
  return namesOf(messages).filter((name) => !bots.has(name)).length;
}

const MAX_SHOWN = 10;

function checkGiven(
  flag: string,
  given: readonly string[] | undefined,
  names: ReadonlySet<string>,
  file: string,
): void {
  const unknown = given?.find((value) => !names.has(value));
  if (unknown === undefined) return;
  throw new KnownError(`${flag}: ${file} has no speaker "${unknown}"`, { hint: `use one of ${listed([...names])}` });
}

function unknownUser(names: readonly string[], file: string): KnownError {
  return new KnownError(`cannot determine which speaker of ${file} is the user`, {
    hint: `set --user-value to one of ${listed(names)}`,
  });
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MAX_SHOWN).map((name) => (name === '' ? '"" (no name)' : name));
  return names.length > MAX_SHOWN ? `${shown.join(', ')}, …` : shown.join(', ');
}
