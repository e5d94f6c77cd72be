/** Control characters, bidirectional overrides and invisible characters, which can manipulate a terminal or a page. */
const COMMANDS = /[\p{Cc}\u061c\u200b\u2060\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * What a CI runner reads as a command: `::error …` at the start of a line, after any white space (GitHub:
 * `ActionCommand.TryParseV2` trims); `##[…]`, `##vso[…]` and `##teamcity[…]` anywhere in it (`ActionCommand.TryParse`).
 */
const LINE_COMMAND = /^([^\S\n]*)(?=::)/gm;
const BRACKET_COMMAND = /##(?=(?:vso|teamcity)?\[)/g;

const LINE_ENDS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;

const C0_END = 0x20;
const DEL = 0x7f;
/** Unicode control pictures: ␀ and, for DEL, ␡. */
const PICTURES = 0x2400;
const PICTURE_OF_DEL = '\u2421';

/** `text` in one line, safe for a terminal or a page: control characters are made visible (␛, <U+202E>). */
export function visible(text: string): string {
  return text.replace(LINE_ENDS, ' ').replace(COMMANDS, pictureOf);
}

function pictureOf(character: string): string {
  const code = character.codePointAt(0)!;
  if (code < C0_END) return String.fromCharCode(PICTURES + code);
  return code === DEL ? PICTURE_OF_DEL : `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

/** `text` of one or more lines, with a `|` inserted in everything that a CI runner would execute as a command. */
export function withoutRunnerCommands(text: string): string {
  return text.replace(LINE_COMMAND, '$1|').replace(BRACKET_COMMAND, '##|');
}
