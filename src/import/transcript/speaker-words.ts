import { bareName } from './usual-names.ts';

/** How exports call the user. */
const USER_WORDS: ReadonlySet<string> = new Set([
  ...['user', 'customer', 'human', 'me', 'client', 'caller', 'guest', 'visitor', 'enduser', 'contact', 'consumer'],
  ...['input', 'inbound', 'incoming', 'in'],
]);

/** How exports call the bot, if other speakers may be in the same file. */
const BOT_WORDS: ReadonlySet<string> = new Set([
  ...[
    'bot',
    'assistant',
    'chatbot',
    'botmessage',
    'virtualassistant',
    'virtualagent',
    'automatedagent',
    'aiagent',
    'ai',
  ],
  ...['gpt', 'chatgpt', 'model', 'bing', 'bard', 'output', 'outbound', 'outgoing', 'out'],
]);

export function isUserWord(speaker: string): boolean {
  return USER_WORDS.has(bareName(speaker));
}

export function isBotWord(speaker: string): boolean {
  return BOT_WORDS.has(bareName(speaker));
}

export function isKnownSpeaker(speaker: string): boolean {
  return isUserWord(speaker) || isBotWord(speaker);
}
