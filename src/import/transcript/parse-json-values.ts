import { KnownError, messageOf } from '../../platform/known-error.ts';

export interface JsonValue {
  readonly value: unknown;
  /** Undefined in a file that is a single JSON value. */
  readonly line: number | undefined;
}

/**
 * A file of JSON or of JSON Lines (a value per line), whatever its name: one value, or one per line that is not blank.
 * @throws KnownError with the line if it is neither.
 */
export function parseJsonValues(text: string, file: string): readonly JsonValue[] {
  const whole = parsed(text);
  if ('value' in whole) return [{ value: whole.value, line: undefined }];
  const lines = text
    .split('\n')
    .flatMap((written, index) => (written.trim() === '' ? [] : [{ written, line: index + 1 }]));
  const [first] = lines;
  if (!first) throw new KnownError(`${file} is empty`, { hint: 'a transcript has at least one message' });
  if (!('value' in parsed(first.written))) throw notJson(file, lineOf(whole.problem, text) ?? first.line);
  return lines.map(({ written, line }) => {
    const value = parsed(written);
    if ('value' in value) return { value: value.value, line };
    throw notJson(file, line);
  });
}

type Parsed = { readonly value: unknown } | { readonly problem: string };

function parsed(text: string): Parsed {
  try {
    return { value: JSON.parse(text) };
  } catch (cause) {
    return { problem: messageOf(cause) };
  }
}

/** The engine says how many characters precede the mistake. */
function lineOf(problem: string, text: string): number | undefined {
  const [, position] = /at position (\d+)/.exec(problem) ?? [];
  return position === undefined ? undefined : text.slice(0, Number(position)).split('\n').length;
}

function notJson(file: string, line: number): KnownError {
  return new KnownError(`${file} cannot be read: line ${line} is not valid JSON`, {
    hint: 'use one JSON value for the whole file, or one per line (JSON Lines); check quotes, commas and braces there',
  });
}
