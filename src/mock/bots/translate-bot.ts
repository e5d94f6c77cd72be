import { type BookingState, bookingBot } from './booking-bot.ts';
import type { Bot, BotReply } from './bot.ts';

const GERMAN: Readonly<Record<string, string>> = {
  a: 'ein',
  and: 'und',
  anything: 'etwas',
  are: 'sind',
  book: 'buche',
  booked: 'gebucht',
  can: 'kann',
  come: 'kommen',
  confirmed: 'bestätigt',
  else: 'sonst',
  for: 'für',
  how: 'wie',
  i: 'ich',
  in: 'in',
  is: 'ist',
  it: 'es',
  many: 'viele',
  menu: 'Karte',
  name: 'Namen',
  no: 'nein',
  of: 'von',
  on: 'auf',
  or: 'oder',
  people: 'Personen',
  pleasure: 'Vergnügen',
  right: 'richtig',
  shall: 'soll',
  soon: 'bald',
  table: 'Tisch',
  tell: 'sagen',
  that: 'das',
  the: 'der',
  there: 'da',
  to: 'zu',
  today: 'heute',
  we: 'wir',
  welcome: 'willkommen',
  what: 'was',
  when: 'wann',
  with: 'mit',
  would: 'würden',
  yes: 'ja',
  you: 'Sie',
  your: 'Ihr',
};

/** Texts with this prefix are not translated. */
const NO_TRANSLATION = '**';

/**
 * The booking bot behind a real-time translation: replies are translated word by word, so that checks of texts fail and checks
 * of data pass. Its data hold the state of the conversation (`step`) and are not translated. An input that begins with `**` is
 * answered untranslated, without translation time.
 */
export const translateBot: Bot<BookingState> = {
  start: bookingBot.start,
  answer(state, input, chance) {
    const plain = input.text.startsWith(NO_TRANSLATION);
    const heard = plain ? { ...input, text: input.text.slice(NO_TRANSLATION.length) } : input;
    const answer = bookingBot.answer(state, heard, chance);
    const replies = answer.replies.map((reply): BotReply => {
      const { text, data } = plain ? reply : (translated(reply, '') as BotReply);
      return { text, data: { ...data, step: answer.state.at, language: plain ? 'en' : 'de' } };
    });
    return plain ? { ...answer, replies } : { ...answer, replies, also: 'translation' };
  },
};

/** Translates everything visible to the user: texts and titles, but not the payloads of buttons. */
function translated(value: unknown, key: string): unknown {
  if (typeof value === 'string') {
    if (key !== 'text' && key !== 'title') return value;
    return value.replace(/[A-Za-z]+/g, (word) => GERMAN[word.toLowerCase()] ?? word);
  }
  if (Array.isArray(value)) return value.map((item) => translated(item, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, translated(inner, name)]));
}
