import type { Bot } from './bot.ts';

/** Repeats text and data. It remembers nothing, so each of its answers is known before the question. */
export const echoBot: Bot<null> = {
  start: null,
  answer: (state, input) => ({ state, replies: [{ text: input.text, data: input.data }] }),
};
