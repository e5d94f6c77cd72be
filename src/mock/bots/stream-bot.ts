import { type Bot, say } from './bot.ts';

const SENTENCES = [
  'That is a good question about {}.',
  'Let me begin with what is known.',
  'First, {} has changed a great deal over the years.',
  'Second, it depends on whom you ask!',
  'Some look at the cost of it.',
  'Others care more for how it feels every day.',
  'In practice, most people find a middle way.',
  'It helps to write down what matters to you.',
  'Then compare two or three possibilities.',
  'Do not forget that time counts, too.',
  'If you are in doubt, try the smaller one first.',
  'You can always come back to {} later.',
  'In short, there is no single answer.',
  'But with these points you will find yours.',
];

/**
 * Gives long answers, like a language model: in chunks, sentence by sentence. `answer in N sentences` in the question sets the
 * number of sentences; default 10 to 18, which makes 15 chunks on average including the end marker.
 */
export const streamBot: Bot<null> = {
  start: null,
  answer(state, { text }, chance) {
    const asked = /answer in (\d{1,3}) sentences?/i.exec(text);
    const count = asked ? Math.max(1, Number(asked[1])) : 10 + Math.floor(chance.next() * 9);
    const topic =
      text
        .replace(/[^\p{L}\p{N} ]/gu, '')
        .slice(0, 40)
        .trim() || 'this';
    const sentences = Array.from({ length: count }, (_, index) =>
      SENTENCES[index % SENTENCES.length]!.replace('{}', topic),
    );
    return { state, streams: true, replies: [say(sentences.join(' '))] };
  },
};
