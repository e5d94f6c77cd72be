import { EXIT_CODES, meaningOf } from '../platform/exit-code.ts';
import type { Report } from '../report/report.ts';

/** A status or an outcome as people read it. `too-few-turns` is a status of its own only for its exit code, 99. */
export function statusName(status: string): string {
  return status === 'too-few-turns' ? 'not enough data' : status.replaceAll('-', ' ');
}

type ReasonKind = Report['verdict']['reasons'][number]['kind'];

/** The causes of exit code 99, by the kind of the reason; the first of these that is among the reasons is named. */
const CAUSES: Readonly<Partial<Record<ReasonKind, string>>> = {
  ending: 'a stop rule or a threshold with abort ended the run',
  threshold: 'a threshold failed',
  'too-few-turns': 'a threshold could not be evaluated',
  'no-data': 'a threshold could not be evaluated, or no conversation completed',
};

/** What the exit code of this run means. */
export function exitMeaning({ exitCode, reasons }: Report['verdict']): string {
  if (exitCode !== EXIT_CODES.threshold.code) return meaningOf(exitCode);
  const cause = Object.entries(CAUSES).find(([kind]) => reasons.some((reason) => reason.kind === kind));
  return cause?.[1] ?? meaningOf(exitCode);
}
