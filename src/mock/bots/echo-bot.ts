import type { Bot } from './bot.ts';

/** Repeats text and data. It has no state, so each reply is known in advance. */
export const echoBot: Bot<null> = {
  start: null,
  answer: (state, input) => ({ state, replies: [{ text: input.text, data: input.data }] }),
};
