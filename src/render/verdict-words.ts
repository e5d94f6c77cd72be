import type { Report } from '../report/report.ts';

type Verdict = Report['verdict'];

/** A status or an outcome as people read it. `too-few-turns` is a status of its own only for its exit code, 99. */
export function statusName(status: string): string {
  return status === 'too-few-turns' ? 'not enough data' : status.replaceAll('-', ' ');
}

/** A run that passed, with reasons to look closer. */
export function isSuspect({ status, reasons }: Pick<Verdict, 'status' | 'reasons'>): boolean {
  return status === 'pass' && reasons.length > 0;
}

/** `FAIL`, `PASS (suspect)` */
export function verdictName(verdict: Pick<Verdict, 'status' | 'reasons'>): string {
  return `${statusName(verdict.status).toUpperCase()}${isSuspect(verdict) ? ' (suspect)' : ''}`;
}

/** Reasons in reading order; those that do not determine the exit code are marked. */
export function reasonTexts({ reasons }: Pick<Verdict, 'reasons'>): string[] {
  return reasons.map(({ kind, text }) => (kind === 'suspect' ? `(suspect) ${text}` : text));
}
