import { KnownError } from '../../platform/known-error.ts';
import { redact } from '../../platform/redact.ts';

/** One thing wrong with a scenario file. Lines and columns count from 1. */
export interface Problem {
  readonly line: number;
  readonly column: number;
  /** May have several lines. */
  readonly message: string;
  /** The message needs no general hint: it says what to do. */
  readonly hasRemedy?: boolean;
}

/** More would only scroll the first ones away. */
const MAX_SHOWN = 50;

/** Every problem on a line of its own, in the order of the file, as one error. */
export function problemsError(path: string, problems: readonly Problem[]): KnownError {
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  const lines = sorted.slice(0, MAX_SHOWN).map(({ line, column, message }) => {
    return `${path}:${line}:${column}  ${message.trimEnd().replaceAll('\n', '\n    ')}`;
  });
  if (sorted.length > MAX_SHOWN) lines.push(`… and ${sorted.length - MAX_SHOWN} more`);
  if (problems.every(({ hasRemedy }) => hasRemedy)) return new KnownError(redact(lines.join('\n')));
  return new KnownError(redact(lines.join('\n')), {
    hint: 'see scenarios/README.md; with the first line that palaver init writes, an editor completes and checks the file',
  });
}
