import { type Bot, say } from './bot.ts';
import { INTENTS, type Intent } from './faq-intents.ts';

/** `cIntent:NAME` names an intent directly, without NLU. */
const DIRECT = /^cIntent:\s*(\w+)\s*$/;

/**
 * Answers questions to a town library, independent of each other. The data of a reply hold the `intent` and its `score`
 * (0 to 1). A question goes through the NLU, which takes time of its own; `cIntent:NAME` does not.
 */
export const faqBot: Bot<null> = {
  start: null,
  answer(state, { text }) {
    const direct = DIRECT.exec(text);
    if (direct) {
      const named = INTENTS.find(({ name }) => name === direct[1]);
      return { state, replies: [named ? reply(named, 1) : fallback()] };
    }
    const best = understand(text);
    return { state, also: 'nlu', replies: [best ? reply(best.intent, best.score) : fallback()] };
  },
};

/** The intent with the most words in the text; the first one of equal ones. */
function understand(text: string): { readonly intent: Intent; readonly score: number } | undefined {
  const words = text.match(/\w+/g)?.length ?? 0;
  let best: { intent: Intent; hits: number } | undefined;
  for (const intent of INTENTS) {
    const hits = text.match(intent.words)?.length ?? 0;
    if (hits > (best?.hits ?? 0)) best = { intent, hits };
  }
  return best && { intent: best.intent, score: Math.min(1, 0.5 + best.hits / (2 * Math.max(1, words / 3))) };
}

function reply({ name, answer }: Intent, score: number) {
  return say(answer, { intent: name, score: Math.round(score * 100) / 100 });
}

function fallback() {
  return say('I did not understand that. Ask me about books, cards, rooms or opening hours.', {
    intent: null,
    score: 0,
  });
}
