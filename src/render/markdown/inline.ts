import { excerpt } from '../../platform/redact.ts';

/** Room for a sentence with a threshold in it. */
const LONGEST = 300;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/** A blank without width: GitHub looks for people, issues and emoji after it has read the entities. */
const APART = '&#8203;';
/** Inline marks; what begins an address; what begins a list or an underline where it comes first. */
const MARKS =
  /[&<>\\`*[\]|~$#@]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|:(?=\/\/)|(?<=\b[wW]{3})\.|^[-+=]|(?<=^\d+)[.)](?=\s|$)/gu;
/** `@name`, `#1`, `:name:`. */
const CALLS = /(?<=&#(?:64|35);)(?=\w)|(?<=:)(?=[\w+-]*[a-z][\w+-]*:)/g;

/**
 * Any text as plain text in GitHub's Markdown, also in a cell of a table: one line, cut where it is too long. What would mark
 * something up is written as an entity, which never does (GFM, 6.2); nobody is called by `@name`, no issue is named by `#1`,
 * and `:name:` is no emoji.
 */
export function plain(text: string): string {
  return oneLine(text).replace(MARKS, entityOf).replace(CALLS, APART);
}

/** Any text as code: nothing in it marks up or calls. What code spans have trouble with in tables is written as plain text is. */
export function code(text: string): string {
  const line = oneLine(text);
  if (line === '') return '–';
  return /[|`]/.test(line) ? `<code>${plain(line)}</code>` : `\`${line}\``;
}

function oneLine(text: string): string {
  return excerpt(text, LONGEST).replace(/\p{Surrogate}/gu, '\ufffd');
}

function entityOf(character: string): string {
  return ENTITIES[character] ?? `&#${character.codePointAt(0)};`;
}
