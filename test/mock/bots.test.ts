import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { replyChoices } from '../../src/endpoint/protocol/cognigy/reply-choices.ts';
import { replyTexts } from '../../src/endpoint/protocol/cognigy/reply-texts.ts';
import type { Bot, BotAnswer } from '../../src/mock/bots/bot.ts';
import { faqBot } from '../../src/mock/bots/faq-bot.ts';
import { INTENTS } from '../../src/mock/bots/faq-intents.ts';
import { HANDOVER_TEXT, handoverBot } from '../../src/mock/bots/handover-bot.ts';
import { streamBot } from '../../src/mock/bots/stream-bot.ts';
import { transformerBot } from '../../src/mock/bots/transformer-bot.ts';
import { translateBot } from '../../src/mock/bots/translate-bot.ts';
import { randomStream } from '../../src/platform/random.ts';

/** Says one thing after another; gives all answers. */
function talk<State>(bot: Bot<State>, ...texts: string[]): BotAnswer<State>[] {
  let state = bot.start;
  const chance = randomStream(1, 0, 'bots');
  return texts.map((text) => {
    const answer = bot.answer(state, { text, data: null }, chance);
    state = answer.state;
    return answer;
  });
}
const intentOf = (text: string) => talk(faqBot, text)[0]!.replies[0]!.data?.intent;

describe('the FAQ bot', () => {
  it.each([
    ['When are you open on Sunday?', 'openingHours'],
    ['can I renew my books for longer', 'renew'],
    ['I lost a book', 'lost'],
    ['do you have wi-fi', 'wifi'],
    ['who invented the telephone', null],
  ])('understands "%s"', (question, intent) => {
    expect(intentOf(question)).toBe(intent);
  });

  it('accepts an intent by name without NLU', () => {
    const [asked, direct] = [talk(faqBot, 'any parking?')[0]!, talk(faqBot, 'cIntent:parking')[0]!];
    expect(asked).toMatchObject({ also: 'nlu', replies: [{ data: { intent: 'parking' } }] });
    expect(direct).toMatchObject({ replies: [{ data: { intent: 'parking', score: 1 } }] });
    expect(direct.also).toBeUndefined();
    expect(talk(faqBot, 'cIntent:nothing')[0]!.replies[0]!.data).toMatchObject({ intent: null });
  });

  it('understands every question of the example feed', () => {
    const [, ...rows] = readFileSync('scenarios/faq-questions.csv', 'utf8').trim().split('\n');
    expect(rows.length).toBeGreaterThanOrEqual(100);
    const wrong = rows.filter((row) => {
      const [, question = '', intent] = /^"?(.*?)"?,(\w+)$/.exec(row) ?? [];
      return intentOf(question) !== intent;
    });
    expect(wrong).toEqual([]);
    expect(new Set(rows.map((row) => row.split(',').at(-1))).size).toBe(INTENTS.length);
  });
});

describe('the streaming bot', () => {
  const sentences = ({ replies }: BotAnswer<unknown>) => replies[0]!.text!.match(/[.!]/g)!.length;

  it('talks about the given topic in the given number of sentences', () => {
    const [short, free] = talk(streamBot, 'cats? answer in 3 sentences', 'dogs');
    expect(short!.streams).toBe(true);
    expect(sentences(short!)).toBe(3);
    expect(free!.replies[0]!.text).toContain('dogs');
  });

  it('gives a long answer by default', () => {
    const lengths = talk(streamBot, ...Array.from({ length: 500 }, () => 'dogs')).map(sentences);
    expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([10, 18]);
    // Uniform over nine values: a mean of 14 ± 4 × 2.58 / √500.
    expect(Math.abs(lengths.reduce((sum, length) => sum + length) / 500 - 14)).toBeLessThan(0.47);
  });
});

describe('the handover bot', () => {
  it('announces the handover, then lets the agent speak, without final pings', () => {
    const [hello, human, order, bye, again] = talk(
      handoverBot,
      'hello',
      'a human please',
      'my order',
      'thanks, bye',
      'hello',
    );
    expect(hello!.agent).toBeUndefined();
    expect(human).toMatchObject({ replies: [{ text: HANDOVER_TEXT }], agent: [{}] });
    expect(human!.flow).toBeUndefined();
    expect(order).toMatchObject({
      replies: [],
      flow: false,
      agent: [{ text: expect.stringContaining('my order') }],
    });
    expect(bye).toMatchObject({ replies: [], flow: false });
    expect(again!.replies).toHaveLength(1);
  });

  it('leaves every third message to the agent unanswered', () => {
    const answers = talk(handoverBot, 'human', 'one', 'two', 'three', 'four').slice(1);
    expect(answers.map(({ agent }) => agent?.length)).toEqual([1, 1, 0, 1]);
  });
});

describe('the transformer bot', () => {
  it('answers in many shapes that all contain the text', () => {
    const answers = talk(transformerBot(0), ...Array.from({ length: 7 }, (_, n) => `text ${n}`));
    const payloads = answers.map(({ replies: [reply] }) => JSON.stringify(reply!.transformed ?? reply));
    expect(new Set(payloads.map((payload) => payload.replace(/\d/, ''))).size).toBe(7);
    for (const [n, payload] of payloads.entries()) expect(payload).toContain(`text ${n}`);
  });

  it('drops the configured share, half of them before a flow runs', () => {
    const answers = talk(transformerBot(0.5), ...Array.from({ length: 1000 }, () => 'x'));
    const dropped = answers.filter(({ replies }) => replies.length === 0);
    // Binomial: 500 ± 4 × 15.8, and of these half ± 4 × 11.2.
    expect(Math.abs(dropped.length - 500)).toBeLessThan(64);
    expect(Math.abs(dropped.filter(({ flow }) => flow).length - dropped.length / 2)).toBeLessThan(46);
  });
});

describe('the translating bot', () => {
  it('answers in another language and keeps data unchanged', () => {
    const [answer] = talk(translateBot, 'a table for 4');
    expect(answer!.replies[0]!.text).toBe('ein Tisch für 4. wann würden Sie like zu kommen?');
    expect(answer!.replies[0]!.data).toMatchObject({ step: 'day', language: 'de' });
    expect(answer!.also).toBe('translation');
  });

  it('also translates the titles of choices, and keeps their payloads', () => {
    const confirm = talk(translateBot, 'for 4', 'friday', 'Ada')[2]!.replies[0]!;
    expect(replyChoices(confirm.data)[0]).toMatchObject({ title: 'ja', payload: 'Yes, that is right' });
    expect(replyTexts({ text: '', data: confirm.data })[0]).toContain('ist das richtig');
  });

  it('leaves marked texts unchanged', () => {
    const [answer] = talk(translateBot, '**a table for 4');
    expect(answer!.also).toBeUndefined();
    expect(answer!.replies[0]).toMatchObject({
      text: 'A table for 4. When would you like to come?',
      data: { language: 'en' },
    });
  });
});
