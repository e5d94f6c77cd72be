import { KnownError } from '../../platform/known-error.ts';
import { redact } from '../../platform/redact.ts';
import { pathText } from './path-text.ts';
import type { Path } from './text-place.ts';

/** One problem of a scenario file. Lines and columns count from 1. */
export interface Problem {
  readonly line: number;
  readonly column: number;
  /** Where it is in a scenario that was made of an object. */
  readonly path?: Path;
  /** May have several lines. */
  readonly message: string;
  /** The message already says what to do: no general hint is needed. */
  readonly hasRemedy?: boolean;
}

/** More would scroll the first ones off the screen. */
const MAX_SHOWN = 50;

/**
 * One error that lists every problem on its own line, in the order of the file; several under a heading with their number.
 * `byPath`: each with its path in the scenario instead of line and column.
 */
export function problemsError(path: string, problems: readonly Problem[], byPath = false): KnownError {
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  const [head, indent] = sorted.length > 1 ? [[`${sorted.length} errors in ${path}:`], '  '] : [[], ''];
  const shown = sorted.slice(0, MAX_SHOWN).map((problem) => {
    const place = byPath ? `${path}: ${pathText(problem.path ?? [])}` : `${path}:${problem.line}:${problem.column}`;
    return `${indent}${place.replace(/: $/, ':')}  ${problem.message.trimEnd().replaceAll('\n', `\n${indent}    `)}`;
  });
  const more = sorted.length > MAX_SHOWN ? [`${indent}… and ${sorted.length - MAX_SHOWN} more`] : [];
  const lines = [...head, ...shown, ...more];
  if (problems.every(({ hasRemedy }) => hasRemedy)) return new KnownError(redact(lines.join('\n')));
  return new KnownError(redact(lines.join('\n')), {
    hint: `see scenarios/README.md; for completion and checks in your editor, ${byPath ? 'use defineScenario of palaver' : 'copy the first line of a file that palaver init writes'}`,
  });
}
