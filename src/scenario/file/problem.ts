import { KnownError } from '../../platform/known-error.ts';
import { redact } from '../../platform/redact.ts';

/** One problem of a scenario file. Lines and columns count from 1. */
export interface Problem {
  readonly line: number;
  readonly column: number;
  /** May have several lines. */
  readonly message: string;
  /** The message already says what to do: no general hint is needed. */
  readonly hasRemedy?: boolean;
}

/** More would scroll the first ones off the screen. */
const MAX_SHOWN = 50;

/** One error that lists every problem on its own line, in the order of the file; several under a heading with their number. */
export function problemsError(path: string, problems: readonly Problem[]): KnownError {
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  const [head, indent] = sorted.length > 1 ? [[`${sorted.length} errors in ${path}:`], '  '] : [[], ''];
  const shown = sorted.slice(0, MAX_SHOWN).map(({ line, column, message }) => {
    return `${indent}${path}:${line}:${column}  ${message.trimEnd().replaceAll('\n', `\n${indent}    `)}`;
  });
  const more = sorted.length > MAX_SHOWN ? [`${indent}… and ${sorted.length - MAX_SHOWN} more`] : [];
  const lines = [...head, ...shown, ...more];
  if (problems.every(({ hasRemedy }) => hasRemedy)) return new KnownError(redact(lines.join('\n')));
  return new KnownError(redact(lines.join('\n')), {
    hint: 'see scenarios/README.md; for completion and checks in your editor, copy the first line of a file that palaver init writes',
  });
}
