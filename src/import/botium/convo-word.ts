/** A line of a convo that is not a text: an asserter, a logic hook or a user input. */
export interface ConvoWord {
  readonly kind: 'asserter' | 'hook' | 'input' | 'unknown';
  readonly name: string;
  readonly args: readonly string[];
  readonly negated: boolean;
  readonly optional: boolean;
}

/** Where a line stands, which decides what it can be. */
export interface WordContext {
  readonly sender: string;
  /** Names of utterance lists: a line that begins with one is a text. */
  readonly utterances: ReadonlyMap<string, unknown>;
}

const ASSERTER =
  /^(TEXT(_(CONTAINS|REGEXP|WILDCARD|WILDCARDEXACT)_(ANY|ALL)|_EQUALS)?(_IC)?|TEXT_WER|BUTTONS(_COUNT(_REC)?)?|MEDIA(_COUNT(_REC)?)?|CARDS(_COUNT(_REC)?)?|JSON_PATH(_COUNT)?|RESPONSE_LENGTH|FORMS|ENTITIES|ENTITY_(VALUES|CONTENT)|INTENT(_UNIQUE|_CONFIDENCE)?|PAUSE_ASSERTER|BOT_CONSUMED|BOT_UNCONSUMED_COUNT)$/;
const HOOK =
  /^(PAUSE|WAITFORBOT|INCLUDE|(SET|CLEAR|ASSIGN)_SCRIPTING_MEMORY|UPDATE_CUSTOM|SKIP_BOT_UNCONSUMED|ORDERED_LIST_TO_BUTTON|CONVO_STEP_PARAMETERS|CONDITIONAL_STEP_(TIME|BUSINESS_HOURS|CAPABILITY_VALUE|JSON_PATH)(_BASED)?)$/;
const INPUT = /^(BUTTON|MEDIA|FORM)$/;

/**
 * What a project registers in addition is known by its form only: words in capitals with underscores. Single words in
 * capitals, and identifiers such as INC_0042, are more often said than registered.
 */
const REGISTERED = /^[A-Z][A-Z0-9]*(_[A-Z][A-Z0-9]*)+$/;

/**
 * A line as one word with its arguments, or undefined if it is a text:
 *
 *     word = [ "?" ] [ "!" ] name [ " " arg { "|" arg } ]     ? optional, ! negated; a bar in an argument is written \|
 */
export function readConvoWord(line: string, context: WordContext): ConvoWord | undefined {
  const { rest, negated, optional } = readMarks(line);
  const [name = ''] = rest.split(/[ \n]/, 1);
  const kind = wordKind(name, context);
  return kind && { kind, name, args: readArgs(rest.slice(name.length + 1)), negated, optional };
}

/** The kind of word that a name is; undefined if it is none. */
export function wordKind(name: string, { sender, utterances }: WordContext): ConvoWord['kind'] | undefined {
  if (sender !== 'me' && ASSERTER.test(name)) return 'asserter';
  if (sender === 'me' && INPUT.test(name)) return 'input';
  if (HOOK.test(name)) return 'hook';
  return REGISTERED.test(name) && !utterances.has(name) ? 'unknown' : undefined;
}

/** The marks before a text or an asserter; doubled, they belong to the text. */
export function readMarks(line: string): { rest: string; negated: boolean; optional: boolean } {
  const optional = line.startsWith('?') && !line.startsWith('??');
  const behind = line.startsWith('?') ? line.slice(1) : line;
  const negated = behind.startsWith('!') && !behind.startsWith('!!');
  return { rest: behind.startsWith('!') ? behind.slice(1) : behind, negated, optional };
}

/** A word as a convo writes it. */
export function writtenWord({ name, args, negated, optional }: ConvoWord): string {
  return `${optional ? '?' : ''}${negated ? '!' : ''}${name}${args.length > 0 ? ` ${args.join('|')}` : ''}`;
}

function readArgs(text: string): readonly string[] {
  if (text === '') return [];
  return text.split(/(?<!\\)\|/).map((arg) => arg.replaceAll('\\|', '|').trim());
}
