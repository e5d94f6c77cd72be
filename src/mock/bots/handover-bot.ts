import { type Bot, type BotAnswer, say } from './bot.ts';

/**
 * Hands over to a human agent on request. During the handover no flow runs: there is no final ping, and messages of the agent
 * are unsolicited.
 *
 *     state   hears             says                                              next
 *     bot     human, agent, …   announces the handover; later the agent greets    agent
 *     bot     anything else     asks what it can do                               bot
 *     agent   bye               later the agent says goodbye, the bot returns     bot
 *     agent   anything else     later the agent answers, except every third time  agent
 */
export interface HandoverState {
  readonly with: 'bot' | 'agent';
  readonly heard: number;
}

export const HANDOVER_TEXT = 'One moment, I am connecting you to a human agent.';

const ASKS_FOR_AGENT = /\b(human|agent|person|someone|operator|representative)\b/i;

export const handoverBot: Bot<HandoverState> = {
  start: { with: 'bot', heard: 0 },
  answer(state, { text }): BotAnswer<HandoverState> {
    if (state.with === 'bot') {
      if (!ASKS_FOR_AGENT.test(text))
        return { state, replies: [say('I can help with orders and returns. What is it about?')] };
      const agent = [say('Hello, you are talking to a human now. How can I help you?')];
      return { state: { with: 'agent', heard: 0 }, replies: [say(HANDOVER_TEXT)], agent };
    }
    const heard = state.heard + 1;
    if (/\b(bye|thanks?|thank you)\b/i.test(text)) {
      const agent = [say('Goodbye, and thank you for your patience.'), say('You are back with the bot.')];
      return { state: { with: 'bot', heard: 0 }, replies: [], flow: false, agent };
    }
    const agent = heard % 3 === 0 ? [] : [say(`I have looked it up: ${excerptOf(text)} is on its way.`)];
    return { state: { with: 'agent', heard }, replies: [], flow: false, agent };
  },
};

function excerptOf(text: string): string {
  return text.length > 30 ? `${text.slice(0, 29)}…` : text;
}
