import type { NotConverted } from '../imported.ts';
import { type ConvoWord, readConvoWord, readMarks, type WordContext } from './convo-word.ts';

/** A convo or partial convo of any file format. */
export interface Convo {
  readonly name: string;
  readonly file: string;
  readonly sections: readonly ConvoSection[];
  /** What the reader of its format left out. */
  readonly notConverted: readonly NotConverted[];
}

/** What one side does, or hooks before and after the conversation. */
export interface ConvoSection extends ConvoPlace {
  readonly sender: Sender;
  /** The rest of its first line: a channel, or what is included. */
  readonly channel: string;
  /** Its text without marks, possibly of several lines; empty if it has none. */
  readonly text: string;
  /** Line of the first text. */
  readonly textLine: number | undefined;
  readonly optional: boolean;
  readonly negated: boolean;
  readonly words: readonly PlacedWord[];
}

export interface ConvoPlace {
  readonly file: string;
  /** Line number, from 1; undefined if unknown. */
  readonly line: number | undefined;
}

export type PlacedWord = ConvoWord & ConvoPlace;

/** A line of a section: its text, or the word that the format says it is. */
export interface ConvoLine {
  readonly content: string | ConvoWord;
  readonly line: number | undefined;
}

const SENDERS = ['begin', 'include', 'me', 'bot', 'end'] as const;
export type Sender = (typeof SENDERS)[number];

export function isSender(word: string): word is Sender {
  return (SENDERS as readonly string[]).includes(word);
}

/** A section of lines: each is a word or belongs to the text. Only the first line of a text can have marks. */
export function makeSection(
  head: ConvoPlace & Pick<ConvoSection, 'sender' | 'channel'>,
  lines: readonly ConvoLine[],
  utterances: WordContext['utterances'],
): ConvoSection {
  const words: PlacedWord[] = [];
  const texts: string[] = [];
  let textLine: number | undefined;
  for (const { content, line } of lines) {
    const named = head.sender === 'include' ? undefined : wordOf(content, { sender: head.sender, utterances });
    if (named) words.push({ ...named, file: head.file, line });
    else if (typeof content === 'string') {
      texts.push(content);
      if (content.trim() !== '') textLine ??= line;
    }
  }
  // Spaces at the end are kept, as what a user says may end in one.
  const whole = texts
    .join('\n')
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .replace(/(?:\n[^\S\n]*)+$/, '')
    .replace(/[\t\r]+$/, '');
  const { rest: text, negated, optional } = readMarks(whole.trim() === '' ? '' : whole);
  return { ...head, text, textLine: textLine ?? head.line, negated, optional, words };
}

function wordOf(content: ConvoLine['content'], context: WordContext): ConvoWord | undefined {
  return typeof content === 'string' ? readConvoWord(content, context) : content;
}
