import { excerpt } from '../../platform/redact.ts';

/** Maximum length: enough for a sentence with a threshold. */
const LONGEST = 300;
/** A reason of a verdict ends with what to do, after several causes with their numbers. */
const LONGEST_REASON = 1000;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/** Zero-width space: GitHub searches for mentions, issues and emoji after it has decoded entities. */
const APART = '&#8203;';
/** Inline marks; what begins an address; what begins a list or an underline where it comes first. */
const MARKS =
  /[&<>\\`*[\]|~$#@]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|:(?=\/\/)|(?<=\b[wW]{3})\.|^[-+=]|(?<=^\d+)[.)](?=\s|$)/gu;
/** `@name`, `#1`, `:name:`. */
const CALLS = /(?<=&#(?:64|35);)(?=\w)|(?<=:)(?=[\w+-]*[a-z][\w+-]*:)/g;

/**
 * Any text as plain text in GitHub's Markdown, also in a table cell: one line, truncated if too long. Markup characters become
 * entities (GFM, 6.2); `@name`, `#1` and `:name:` create no mention, issue link or emoji.
 */
export function markdownText(text: string): string {
  return escaped(oneLine(text, LONGEST));
}

/** `markdownText` of a reason of a verdict. */
export function markdownReason(text: string): string {
  return escaped(oneLine(text, LONGEST_REASON));
}

/** Any text as code, without markup or mentions. Characters that break code spans in tables are escaped as in plain text. */
export function code(text: string): string {
  const line = oneLine(text, LONGEST);
  if (line === '') return '–';
  return /[|`]/.test(line) ? `<code>${markdownText(line)}</code>` : `\`${line}\``;
}

function oneLine(text: string, longest: number): string {
  return excerpt(text, longest).replace(/\p{Surrogate}/gu, '\ufffd');
}

function escaped(line: string): string {
  return line.replace(MARKS, entityOf).replace(CALLS, APART);
}

function entityOf(character: string): string {
  return ENTITIES[character] ?? `&#${character.codePointAt(0)};`;
}
