import { describe, expect, it } from 'vitest';
import { replyChoices } from '../../src/endpoint/protocol/cognigy/reply-choices.ts';
import { type BookingState, bookingBot } from '../../src/mock/bots/booking-bot.ts';
import { partySize, saysDay, spokenName } from '../../src/mock/bots/booking-language.ts';

/** The booking bot leaves nothing to chance. */
const CHANCE = { next: () => 0 };

/** Says one thing after another and gives where the bot stands and its texts, those inside quick replies included. */
function talk(...utterances: string[]) {
  let state: BookingState = bookingBot.start;
  const said: string[][] = [];
  for (const text of utterances) {
    const answer = bookingBot.answer(state, { text, data: null }, CHANCE);
    state = answer.state;
    said.push(answer.replies.map((reply) => reply.text ?? JSON.stringify(reply.data)));
  }
  return { state, said, last: said.at(-1)!.join(' | ') };
}

describe('the booking bot', () => {
  it('books a table in six turns', () => {
    const { said, state } = talk(
      'hello',
      'a table for 4',
      'tomorrow at 7pm',
      'my name is Nowak',
      'Yes',
      'anything else?',
    );
    expect(said.map((replies) => replies.length)).toEqual([1, 1, 1, 1, 2, 1]);
    expect(said[1]![0]).toBe('A table for 4. When would you like to come?');
    expect(said[3]![0]).toContain('A table for 4, tomorrow at 7pm, in the name of Nowak.');
    expect(said[4]![0]).toMatch(/confirmed, Nowak\. The reference is [0-9A-F]{6}\./);
    expect(state).toEqual({ at: 'open' });
  });

  it.each<[string, string[], BookingState['at']]>([
    ['asks for the party size if it is missing', ['book a table'], 'party'],
    ['welcomes as often as it is greeted', ['hi', 'hello'], 'open'],
    ['begins with a welcome after a bare reset', [''], 'open'],
    ['understands words for numbers', ['a table', 'two'], 'day'],
    ['asks again for a party it cannot seat', ['a table', '40'], 'party'],
    ['asks again for a day', ['for 2', 'whenever'], 'day'],
    ['goes back to the day', ['for 2', 'friday', 'Ada', 'Another time'], 'day'],
    ['drops what is denied', ['for 2', 'friday', 'Ada', 'No'], 'open'],
    ['asks again after an unclear answer', ['for 2', 'friday', 'Ada', 'maybe'], 'confirm'],
    ['shows the menu without losing the thread', ['for 2', 'the menu please'], 'day'],
    ['forgets everything on cancel', ['for 2', 'friday', 'cancel that'], 'open'],
  ])('%s', (_, utterances, at) => {
    expect(talk(...utterances).state.at).toBe(at);
  });

  it('repeats its question after the menu', () => {
    expect(talk('for 2', 'menu').last).toContain('risotto');
    expect(talk('for 2', 'menu').last).toContain('When would you like to come?');
  });

  it('asks again for a day and offers days whose payloads it understands', () => {
    const [reply] = bookingBot.answer({ at: 'party' }, { text: '2', data: null }, CHANCE).replies;
    expect(reply!.text).toBe('A table for 2. When would you like to come?');
    const choices = replyChoices(reply!.data);
    expect(choices.map(({ title }) => title)).toEqual(['Tonight', 'Tomorrow', 'Next week']);
    for (const { payload } of choices) expect(talk('for 2', payload).state.at).toBe('name');
  });

  it('ends with buttons, one of which leads to the menu', () => {
    const { said } = talk('for 2', 'friday', 'Ada', 'yes');
    expect(said[4 - 1]![1]).toBe('Is there anything else I can do for you?');
    const { replies } = bookingBot.answer({ at: 'booked' }, { text: 'menu', data: null }, CHANCE);
    expect(replyChoices(replies[1]!.data)).toEqual([
      { title: 'What is on the menu?', payload: 'menu', kind: 'button' },
      { title: 'No, thank you', payload: 'That is all, goodbye', kind: 'button' },
    ]);
  });

  it('offers the decision as channel-neutral quick replies without text', () => {
    const state: BookingState = { at: 'name', guests: 2, day: 'friday' };
    const [reply] = bookingBot.answer(state, { text: 'Ada', data: null }, CHANCE).replies;
    expect(reply!.text).toBeNull();
    expect(reply!.data).toMatchObject({
      _cognigy: {
        _default: {
          _quickReplies: {
            type: 'quick_replies',
            text: 'A table for 2, friday, in the name of Ada. Is that right?',
            quickReplies: [{ title: 'Yes', payload: 'Yes, that is right' }, { title: 'Another time' }, { title: 'No' }],
          },
        },
      },
    });
  });
});

describe('the NLU of the booking bot', () => {
  it.each([
    ['for 4 people', 4],
    ['a couple of us', 2],
    ['Twelve!', 12],
    ['someone', undefined],
  ])('finds in %j a party of %s', (text, guests) => {
    expect(partySize(text)).toBe(guests);
  });

  it.each(['tomorrow', 'on Saturday', 'at 7', '19:30', '2026-05-01', '24.12.', '8 pm'])(
    'finds a day or time in %j',
    (text) => {
      expect(saysDay(text)).toBe(true);
    },
  );

  it.each(['soon', '', 'for 4'])('finds no party size in %j', (text) => {
    expect(saysDay(text)).toBe(false);
  });

  it.each([
    ['My name is Ada', 'Ada'],
    ['Ada Byron, please.', 'Ada Byron'],
    ['  please ', ''],
  ])('finds in %j the name %j', (text, name) => {
    expect(spokenName(text)).toBe(name);
  });
});
