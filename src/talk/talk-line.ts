import { KnownError } from '../platform/known-error.ts';

/** What one typed line means. */
export type TalkLine =
  | { readonly kind: 'say'; readonly text: string; readonly data?: Readonly<Record<string, unknown>> }
  /** Presses a choice of the last replies, by its number from 1. */
  | { readonly kind: 'press'; readonly number: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'raw' }
  | { readonly kind: 'help' }
  | { readonly kind: 'quit' };

const COMMANDS = ['reset', 'raw', 'help', 'quit'] as const;

export const TALK_HELP = [
  '/1            press the first quick reply or button of the last replies',
  '/reset        restart the flow',
  '/data {…}     send data; a text after it is sent with it',
  '/raw          turn payloads on or off; on also shows those of the last replies',
  '/quit         end (also Ctrl+D and Ctrl+C)',
  '//text        say a text that begins with /',
];

/**
 * Reads one line:
 *
 *     line    = "//" text | "/" number | "/data" object [ text ] | "/" command | text
 *     command = "reset" | "raw" | "help" | "quit"
 *
 * @throws KnownError for an unknown command, and for data that are not a JSON object.
 */
export function readTalkLine(line: string): TalkLine {
  const text = line.trim();
  if (text.startsWith('//')) return { kind: 'say', text: text.slice(1) };
  if (!text.startsWith('/')) return { kind: 'say', text };
  const [, word = '', rest = ''] = /^\/(\S*)\s*(.*)$/s.exec(text) ?? [];
  if (/^\d{1,4}$/.test(word) && rest === '') return { kind: 'press', number: Number(word) };
  if (word === 'data' || word.startsWith('data{'))
    return { kind: 'say', ...readData(text.slice('/data'.length).trim()) };
  const command = COMMANDS.find((name) => name === word && rest === '');
  if (command) return { kind: command };
  throw new KnownError(`unknown command ${text.split(/\s/, 1)[0]}`, {
    hint: 'see /help; to say a text that begins with /, begin with //',
  });
}

/** The shortest beginning that is a JSON object is the data, what follows is the text. */
function readData(text: string): { readonly data: Readonly<Record<string, unknown>>; readonly text: string } {
  for (let end = text.indexOf('}'); text.startsWith('{') && end >= 0; end = text.indexOf('}', end + 1)) {
    const data = parsed(text.slice(0, end + 1));
    if (data) return { data, text: text.slice(end + 1).trim() };
  }
  throw new KnownError('/data needs a JSON object', { hint: 'such as /data {"locale": "en"} hello' });
}

function parsed(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
