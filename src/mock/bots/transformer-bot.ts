import { type Bot, type BotReply, say } from './bot.ts';

/** What an output transformer may make of a reply: any value at all, and the platform sends it as it is. */
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
 * Repeats what it hears in one shape after another, as an endpoint with an output transformer may. Of the inputs a share
 * (option `transformerDrops`) gets nothing at all: the transformer gave back nothing; half of these not even a final ping,
 * as after a falsy input transformer.
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
