import { EXIT_CODES, meaningOf } from '../../../platform/exit-code.ts';
import type { Report } from '../../../report/report.ts';
import type { ThresholdModel, VerdictModel } from '../page-model.ts';

/** Of these a run that goes on may say something: all others are about its end. */
const SAID_EARLY: ReadonlySet<string> = new Set(['invalid', 'suspect']);

/** A run that goes on has none yet, whatever its report would come to if it ended now. */
export function verdictModel({ verdict }: Report, running: boolean): VerdictModel {
  const { status, exitCode, reasons } = verdict;
  if (running) {
    const early = reasons.filter(({ kind }) => SAID_EARLY.has(kind));
    return { status: 'running', suspect: early.length > 0, exitCode: 0, meaning: 'run in progress', reasons: early };
  }
  return {
    status,
    suspect: status === 'pass' && reasons.length > 0,
    exitCode,
    meaning: exitCode === EXIT_CODES.pass.code ? 'pass' : meaningOf(exitCode),
    reasons,
  };
}

export function thresholdModels({ thresholds }: Report, running: boolean): ThresholdModel[] {
  return thresholds.map(({ state, expression, text }) => {
    const isEarly = running && (state === 'no-data' || state === 'too-few');
    return isEarly ? { state: 'waiting', expression, text: '' } : { state, expression, text };
  });
}
