import type { ErrorCode, YAMLError } from 'yaml';

const UNEVEN = 'the indentation does not match the lines above; indent it by the same number of spaces';

/** Messages for common YAML mistakes; other errors keep the message of the parser. */
const MESSAGES: Partial<Record<ErrorCode, (error: YAMLError, text: string) => string>> = {
  BLOCK_AS_IMPLICIT_KEY: (error) =>
    /sequence/.test(error.message) ? UNEVEN : 'a string that contains ": " needs quotes, as in "Hi: there"',
  MULTILINE_IMPLICIT_KEY: () => 'a string that contains ": " needs quotes, and a key must end on its line',
  DUPLICATE_KEY: (error, text) => `${keyAt(error, text)} is given twice; remove one of them`,
  TAB_AS_INDENT: () => 'this line is indented with a tab; use spaces',
  BAD_SCALAR_START: (error, text) => `a string that starts with ${text[error.pos[0]]} needs quotes`,
  UNEXPECTED_TOKEN: (error, text) => unexpectedTokenMessage(error, text),
  TAG_RESOLVE_FAILED: (error, text) => `a string that starts with ${text[error.pos[0]]} needs quotes`,
  RESOURCE_EXHAUSTION: () => 'the file is nested too deeply to be read; simplify it',
  MISSING_CHAR: (error) =>
    /closing/.test(error.message) ? 'a quoted string is not closed; add the closing quote' : parserMessage(error),
  MULTIPLE_DOCS: () => 'a second document starts here; remove it, or move it to a file of its own',
  BAD_INDENT: (error) => (/same column/.test(error.message) ? UNEVEN : parserMessage(error)),
};

export function yamlErrorMessage(error: YAMLError, text: string): string {
  return MESSAGES[error.code]?.(error, text) ?? parserMessage(error);
}

function unexpectedTokenMessage(error: YAMLError, text: string): string {
  if (text.startsWith('${', error.pos[0] - 1)) return `between braces or brackets, a \${NAME} needs quotes: "\${NAME}"`;
  if (/at node end/.test(error.message))
    return 'the string continues after its closing quote or brace; put all of it in quotes';
  return parserMessage(error);
}

function keyAt(error: YAMLError, text: string): string {
  const key = /^["']?([^\s:"']+)/.exec(text.slice(error.pos[0]))?.[1];
  return key === undefined ? 'this key' : `"${key}"`;
}

function parserMessage(error: YAMLError): string {
  return `not valid YAML: ${error.message.charAt(0).toLowerCase()}${error.message.slice(1)}`;
}
