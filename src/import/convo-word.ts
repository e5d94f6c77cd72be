/** A line of a convo that is not a text: an asserter, a logic hook or a user input. */
export interface ConvoWord {
  readonly name: string;
  /** The arguments after the name, separated by bars. */
  readonly args: readonly string[];
  readonly negated: boolean;
  readonly optional: boolean;
}

/** Botium's own words; one that a project registered itself cannot be distinguished from a text in capitals. */
const ASSERTER =
  /^(TEXT(_(CONTAINS|EQUALS|REGEXP|WILDCARD|WILDCARDEXACT))?(_(ANY|ALL))?(_IC)?|BUTTONS(_COUNT(_REC)?)?|MEDIA(_COUNT(_REC)?)?|CARDS(_COUNT(_REC)?)?|JSON_PATH(_COUNT)?|RESPONSE_LENGTH|FORMS|ENTITIES|ENTITY_(VALUES|CONTENT)|INTENT(_UNIQUE|_CONFIDENCE)?|PAUSE_ASSERTER|WER|BOT_CONSUMED|BOT_UNCONSUMED_COUNT)$/;
const HOOK =
  /^(PAUSE|WAITFORBOT|INCLUDE|(SET|CLEAR|ASSIGN)_SCRIPTING_MEMORY|UPDATE_CUSTOM|CLEAR_QUEUE|ORDERED_LIST_TO_BUTTON|CONVO_STEP_PARAMETERS|CONDITIONAL_STEP_\w+)$/;
const INPUT = /^(BUTTON|MEDIA|FORM)$/;

/**
 * A line as one word with its arguments, or undefined if it is a text:
 *
 *     word = [ "?" ] [ "!" ] name [ " " arg { "|" arg } ]     ? optional, ! negated; a bar in an argument is written \|
 */
export function readConvoWord(line: string, sender: string): ConvoWord | undefined {
  const { rest, negated, optional } = readMarks(line);
  const [name = ''] = rest.split(' ', 1);
  const known = HOOK.test(name) || (sender === 'me' ? INPUT : ASSERTER).test(name);
  if (!known) return undefined;
  return { name, args: readArgs(rest.slice(name.length + 1)), negated, optional };
}

/** The marks before a text or an asserter; doubled, they belong to the text. */
export function readMarks(line: string): { rest: string; negated: boolean; optional: boolean } {
  const optional = line.startsWith('?') && !line.startsWith('??');
  const behind = line.startsWith('?') ? line.slice(1) : line;
  const negated = behind.startsWith('!') && !behind.startsWith('!!');
  return { rest: behind.startsWith('!') ? behind.slice(1) : behind, negated, optional };
}

function readArgs(text: string): readonly string[] {
  if (text.trim() === '') return [];
  return text.split(/(?<!\\)\|/).map((arg) => arg.replaceAll('\\|', '|').trim());
}
