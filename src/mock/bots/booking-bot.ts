import { shortHash } from '../../platform/redact.ts';
import { partySize, saysDay, spokenName } from './booking-language.ts';
import { type Bot, type BotInput, type BotReply, say } from './bot.ts';
import { offer, sayAndOffer, sayWithButtons } from './choice-nesting.ts';

/**
 * Books a table in a restaurant. In every state, `menu` is answered and the question repeated, `cancel` starts over.
 *
 *     state    input                  reply                                 next
 *     open     a greeting             welcome                               open
 *     open     a number of guests     when? (quick replies)                 day
 *     open     anything else          how many?                             party
 *     party    a number of guests     when? (quick replies)                 day
 *     day      a day or a time        what name?                            name
 *     name     any text               is this right? (quick replies)        confirm
 *     confirm  yes                    confirmed; anything else? (buttons)   booked
 *     confirm  another time           when? (quick replies)                 day
 *     confirm  no                     dropped                               open
 *     booked   anything               goodbye                               open
 *     any      anything unexpected    the question again                    the same
 */
export type BookingState =
  | { readonly at: 'open' | 'party' }
  | { readonly at: 'day'; readonly guests: number }
  | { readonly at: 'name'; readonly guests: number; readonly day: string }
  | { readonly at: 'confirm'; readonly guests: number; readonly day: string; readonly name: string }
  | { readonly at: 'booked' };

interface Answer {
  readonly state: BookingState;
  readonly replies: readonly BotReply[];
}

/** An input without text, such as a reset, also starts a conversation. */
const GREETING = /^$|^(hello|hi|hey|good (morning|evening))\b/i;
const LARGEST_PARTY = 12;
const OPEN: BookingState = { at: 'open' };

export const bookingBot: Bot<BookingState> = { start: OPEN, answer };

function answer(state: BookingState, input: BotInput): Answer {
  const text = input.text.trim();
  if (/\bmenu\b/i.test(text)) {
    return { state, replies: [say('Today we serve soup, risotto, sea bream and lemon tart.'), question(state)] };
  }
  if (/\b(cancel|stop|never mind)\b/i.test(text)) {
    return { state: OPEN, replies: [say('No problem, nothing is booked. Call on me any time.')] };
  }
  return step(state, text);
}

function step(state: BookingState, text: string): Answer {
  switch (state.at) {
    case 'open':
      return GREETING.test(text) ? stay(state) : hearParty({ at: 'party' }, text);
    case 'party':
      return hearParty(state, text);
    case 'day':
      return saysDay(text) ? ask({ at: 'name', guests: state.guests, day: text }) : stay(state);
    case 'name': {
      const name = spokenName(text);
      return name === '' ? stay(state) : ask({ ...state, at: 'confirm', name });
    }
    case 'confirm':
      return hearDecision(state, text);
    case 'booked':
      return { state: OPEN, replies: [say('You are welcome. See you soon!')] };
  }
}

function hearParty(state: BookingState, text: string): Answer {
  const guests = partySize(text);
  if (guests === undefined) return ask(state);
  if (guests >= 1 && guests <= LARGEST_PARTY) return ask({ at: 'day', guests });
  return { state, replies: [say(`We seat parties of 1 to ${LARGEST_PARTY}. For how many people shall it be?`)] };
}

function hearDecision(state: Extract<BookingState, { at: 'confirm' }>, text: string): Answer {
  if (/\b(another|other|different)\b/i.test(text)) return ask({ at: 'day', guests: state.guests });
  if (/\b(yes|yeah|ok|correct|right|confirm)\b/i.test(text)) return { state: { at: 'booked' }, replies: booked(state) };
  if (/\bno\b/i.test(text)) return { state: OPEN, replies: [say('Then I leave it. Nothing is booked.')] };
  return stay(state);
}

const ask = (state: BookingState): Answer => ({ state, replies: [question(state)] });
const stay = ask;

function booked(state: Extract<BookingState, { at: 'confirm' }>): BotReply[] {
  const reference = shortHash(`${state.name}/${state.day}/${state.guests}`, 6).toUpperCase();
  return [say(`Your table is confirmed, ${state.name}. The reference is ${reference}.`), question({ at: 'booked' })];
}

/** The question of the bot in a state. */
function question(state: BookingState): BotReply {
  switch (state.at) {
    case 'open':
      return say('Welcome! I can book you a table, or tell you what is on the menu.');
    case 'party':
      return say('With pleasure. For how many people?');
    case 'day':
      return sayAndOffer(`A table for ${state.guests}. When would you like to come?`, DAYS);
    case 'name':
      return say('And in what name shall I book it?');
    case 'confirm':
      return offer(
        `A table for ${state.guests}, ${state.day}, in the name of ${state.name}. Is that right?`,
        DECISIONS,
      );
    case 'booked':
      return sayWithButtons('Is there anything else I can do for you?', FAREWELLS);
  }
}

const DAYS = { Tonight: 'tonight at 19:30', Tomorrow: 'tomorrow at 19:30', 'Next week': 'some evening next week' };
const DECISIONS = { Yes: 'Yes, that is right', 'Another time': 'I would like another time', No: 'No, leave it' };
const FAREWELLS = { 'What is on the menu?': 'menu', 'No, thank you': 'That is all, goodbye' };
