import { formatDurationMs } from '../platform/time/duration.ts';
import type { Report } from '../report/report.ts';

type ReportedError = Report['errors'][number];
export type ReportedCause = NonNullable<ReportedError['causes']>[number];

/** One line of the errors of a class. */
export interface ErrorLine {
  readonly count: number;
  /** The step and the failure. */
  readonly text: string;
  /** Time and first occurrence; undefined if several causes are counted together. */
  readonly when?: string;
  /** Undefined for a sum, and for what is left. */
  readonly cause?: ReportedCause;
}

/**
 * A class of errors in lines: one per cause, up to a maximum, and one for the rest. A class with several causes begins with
 * their sum.
 */
export function errorLines({ count, example, causes = [] }: ReportedError, most: number): readonly ErrorLine[] {
  if (causes.length === 0) return [{ count, text: example }];
  const shown = causes.slice(0, most).map(causeLine);
  const others = count - shown.reduce((sum, line) => sum + line.count, 0);
  if (shown.length === 1 && others === 0) return shown;
  const further = causes.length > most ? 'from further causes (see report.json)' : 'from further causes (not kept)';
  const rest = others > 0 ? [{ count: others, text: further }] : [];
  return [{ count, text: rest.length > 0 ? 'several causes' : `${causes.length} causes` }, ...shown, ...rest];
}

function causeLine(cause: ReportedCause): ErrorLine {
  return { count: cause.count, text: causeText(cause), when: causeTime(cause), cause };
}

/** `party size: no reply within 30 s`; of a connection without the step. */
function causeText({ step, example }: ReportedCause): string {
  return step === undefined ? example : `${step}: ${example}`;
}

/** `1.2 s to 9.8 s; first: book a table, session 7f3a-12, trace t-1`. */
export function causeTime({ count, firstMs, lastMs, conversation, sessionId, traceId }: ReportedCause): string {
  const trace = traceId === undefined ? '' : `, trace ${traceId}`;
  const place = `${conversation}, session ${sessionId}${trace}`;
  const from = formatDurationMs(firstMs);
  return count === 1 ? `at ${from}; ${place}` : `${from} to ${formatDurationMs(lastMs)}; first: ${place}`;
}
