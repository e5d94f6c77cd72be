import { type SourceText, writtenText } from '../literal-text.ts';
import type { ConvoPlace, ConvoSection, PlacedWord } from './convo.ts';
import { writtenWord } from './convo-word.ts';
import { resolveUtterance, type Utterances } from './utterances.ts';

/** How the texts of a section are read. */
export interface UserReading {
  readonly utterances: Utterances;
  /** A text with the values of its variables. */
  write(place: ConvoPlace, text: string): SourceText;
}

type Fields = Readonly<Record<string, unknown>>;

/** Longest label of a step. */
const MAX_LABEL = 80;

/**
 * What the user does in a section, as a step; in words, if no step can do it; undefined if nothing. A button says its
 * payload and forms become data, as Botium's connector for Cognigy.AI sends them.
 */
export function readUserStep(section: ConvoSection, reading: UserReading): Fields | string | undefined {
  const inputs = section.words.filter(({ kind }) => kind === 'input');
  const [button, ...moreButtons] = inputs.filter(({ name }) => name === 'BUTTON');
  const forms = inputs.filter(({ name, args }) => name === 'FORM' && args.length > 0);
  const isOdd = moreButtons.length > 0 || inputs.length > forms.length + (button ? 1 : 0);
  if (isOdd || (button && (button.args.length < 1 || button.args.length > 2)))
    return inputs.map(writtenWord).join(', ');
  if (isJson(section.text)) return 'a message in JSON';
  const data = forms.length === 0 ? undefined : { request: { value: formValues(forms, reading) } };
  if (button) {
    const [payload = '', title] = button.args.map((arg) => writtenText(reading.write(button, arg)));
    return { say: data ? { text: payload, data } : payload, ...(title && { as: title.slice(0, MAX_LABEL) }) };
  }
  const spoken = section.text === '' ? {} : spokenOf(section, reading);
  if (data) return { say: { ...spoken, data } };
  if ('text' in spoken) return { say: spoken.text };
  if ('oneOf' in spoken) return { say: spoken };
  return withoutInput(section);
}

/** A section without a text or an input: only hooks, a word that is not known, or nothing. */
function withoutInput({ words }: ConvoSection): string | undefined {
  if (words.length === 0) return 'a message without text';
  const unknown = words.filter(({ kind }) => kind === 'unknown').map(writtenWord);
  return unknown.length === 0 ? undefined : `${unknown.join(', ')}: no such user input or utterance list is known`;
}

function spokenOf(section: ConvoSection, { utterances, write }: UserReading): { text: string } | { oneOf: string[] } {
  const texts = resolveUtterance(utterances, section.text) ?? [section.text];
  const written = texts.map((text) => writtenText(write({ file: section.file, line: section.textLine }, text)));
  return written.length === 1 ? { text: written[0]! } : { oneOf: written };
}

/** By name; dots in a name lead to nested values. */
function formValues(forms: readonly PlacedWord[], { write }: UserReading): Fields {
  const values: Record<string, unknown> = {};
  for (const form of forms) {
    const [path = '', ...given] = form.args.map((arg) => writtenText(write(form, arg)));
    const names = path.split('.');
    let holder = values;
    for (const name of names.slice(0, -1)) {
      const inner = Object.hasOwn(holder, name) ? holder[name] : undefined;
      const next = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
      holder[name] = next;
      holder = next;
    }
    holder[names.at(-1)!] = given.length > 1 ? given : (given[0] ?? true);
  }
  return values;
}

/** Whether a text is an object or array in JSON. */
export function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
