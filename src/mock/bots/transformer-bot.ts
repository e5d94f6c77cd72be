import { type Bot, type BotReply, say } from './bot.ts';

/** Possible results of an output transformer: any value, which the platform sends unchanged. */
const SHAPES: readonly ((text: string) => BotReply)[] = [
  (text) => say(text),
  (text) => transformed(text),
  (text) => transformed([text, { ordered: true }]),
  (text) => transformed({ text, data: { shape: 'without a type' } }),
  (text) => transformed({ type: 'output', data: text }),
  (text) => transformed({ type: 'message', message: { body: text } }),
  (text) =>
    transformed({
      type: 'output',
      data: { text: null, data: { _data: { _cognigy: { _default: { _text: { text } } } } } },
    }),
];

/**
 * Repeats the input in one shape after another, like an endpoint with an output transformer. A share of the inputs (option
 * `transformerDrops`) gets no output, as if the transformer returned nothing; half of these get no final ping either, as
 * after a falsy input transformer.
 */
export function transformerBot(drops: number): Bot<number> {
  return {
    start: 0,
    answer(heard, { text }, chance) {
      const dropped = chance.next() < drops;
      const flow = chance.next() < 0.5;
      if (dropped) return { state: heard + 1, replies: [], flow };
      return { state: heard + 1, replies: [SHAPES[heard % SHAPES.length]!(`You said: ${text}`)] };
    },
  };
}

function transformed(value: unknown): BotReply {
  return { text: null, data: null, transformed: value };
}
