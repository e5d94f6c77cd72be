import type { MockOptions } from '../mock-options.ts';
import { bookingBot } from './booking-bot.ts';
import type { Bot } from './bot.ts';
import { echoBot } from './echo-bot.ts';
import { faqBot } from './faq-bot.ts';
import { handoverBot } from './handover-bot.ts';
import { streamBot } from './stream-bot.ts';
import { transformerBot } from './transformer-bot.ts';
import { translateBot } from './translate-bot.ts';

/** The bot that the options name. */
export function botOf({ bot, transformerDrops }: MockOptions): Bot<unknown> {
  switch (bot) {
    case 'booking':
      return bookingBot as Bot<unknown>;
    case 'echo':
      return echoBot as Bot<unknown>;
    case 'faq':
      return faqBot as Bot<unknown>;
    case 'stream':
      return streamBot as Bot<unknown>;
    case 'handover':
      return handoverBot as Bot<unknown>;
    case 'transformer':
      return transformerBot(transformerDrops) as Bot<unknown>;
    case 'translate':
      return translateBot as Bot<unknown>;
  }
}
