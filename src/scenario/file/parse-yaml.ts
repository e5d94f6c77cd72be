import { type Document, LineCounter, parseDocument, type YAMLError } from 'yaml';
import type { Problem } from './problem.ts';
import { yamlErrorMessage } from './yaml-error-message.ts';

export interface YamlText {
  readonly text: string;
  readonly document: Document.Parsed;
  /** Line and column, from 1, of an offset in the text. */
  position(offset: number): { readonly line: number; readonly column: number };
}

/** Parses YAML 1.2 (JSON is a subset). With problems, only these are returned. */
export function parseYaml(text: string): YamlText | readonly Problem[] {
  const unreadable = whyUnreadable(text);
  if (unreadable) return [{ line: 1, column: 1, message: unreadable }];
  const lines = new LineCounter();
  const position = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const errors = rootCauses([...document.errors, ...document.warnings]);
    if (errors.length === 0) return { text, document, position };
    return firstOfEachLine(
      errors.map((error) => ({ ...position(error.pos[0]), message: yamlErrorMessage(error, text) })),
    );
  } catch (thrown) {
    if (thrown instanceof RangeError)
      return [{ line: 1, column: 1, message: 'the file is nested too deeply to be read; simplify it' }];
    throw thrown;
  }
}

function whyUnreadable(text: string): string | undefined {
  if (text.includes('\0')) return 'the file is not UTF-8 text; save it as YAML or JSON in UTF-8';
  return text.trim() === '' ? 'the file is empty; a scenario needs at least conversations with steps' : undefined;
}

/** After an error in the structure, the parser also reports every token that follows. */
function rootCauses(errors: readonly YAMLError[]): readonly YAMLError[] {
  const causes = errors.filter((error) => !/in YAML stream/.test(error.message));
  return causes.length > 0 ? causes : errors.slice(0, 1);
}

/** One mistake often causes several errors on the same line. */
function firstOfEachLine(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<number>();
  return problems.filter(({ line }) => !seen.has(line) && seen.add(line));
}
