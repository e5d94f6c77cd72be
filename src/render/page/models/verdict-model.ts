import { EXIT_CODES } from '../../../platform/exit-code.ts';
import type { Report } from '../../../report/report.ts';
import { exitMeaning, statusName } from '../../verdict-words.ts';
import type { ThresholdModel, VerdictModel } from '../page-model.ts';

/** Kinds of reasons that a run in progress may show: all others require its end. */
const SAID_EARLY: ReadonlySet<string> = new Set(['invalid', 'suspect']);

/** A run that goes on has none yet, whatever its report would come to if it ended now. */
export function verdictModel({ verdict, thresholds }: Report, running: boolean): VerdictModel {
  const { status, exitCode, reasons } = verdict;
  if (running) {
    const early = reasons.filter(({ kind }) => SAID_EARLY.has(kind));
    return {
      status: 'running',
      word: 'running',
      suspect: early.length > 0,
      exitCode: 0,
      why: '',
      meaning: 'run in progress',
      reasons: early,
    };
  }
  return {
    status,
    word: statusName(status),
    suspect: status === 'pass' && reasons.length > 0,
    exitCode,
    why: whyOf(verdict, thresholds),
    meaning: exitMeaning(verdict),
    reasons,
  };
}

/** Counts thresholds where they gated; otherwise gives the meaning of the exit code. */
function whyOf(verdict: Report['verdict'], thresholds: Report['thresholds']): string {
  const { exitCode, reasons } = verdict;
  const all = thresholds.length;
  const failed = thresholds.filter(({ state }) => state === 'fail').length;
  const unknown = thresholds.filter(({ state }) => state !== 'fail' && state !== 'pass').length;
  if (exitCode === EXIT_CODES.pass.code) {
    if (all === 0) return 'no thresholds were set';
    return all === 1 ? 'the threshold passed' : `all ${all} thresholds passed`;
  }
  const isEnded = reasons.some(({ kind }) => kind === 'ending');
  if (exitCode !== EXIT_CODES.threshold.code || failed === 0 || isEnded) return exitMeaning(verdict);
  if (all === 1) return 'the threshold failed';
  return `${failed} of ${all} thresholds failed${unknown > 0 ? `, ${unknown} could not be evaluated` : ''}`;
}

export function thresholdModels({ thresholds }: Report, running: boolean): ThresholdModel[] {
  return thresholds.map(({ state, expression, text }) => {
    const isEarly = running && (state === 'no-data' || state === 'too-few');
    return isEarly ? { state: 'waiting', expression, text: '' } : { state, expression, text };
  });
}
