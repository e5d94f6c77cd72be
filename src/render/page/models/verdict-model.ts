import { KILLED } from '../../../report/describe-end.ts';
import { explainVerdict } from '../../../report/explain-verdict.ts';
import type { Report } from '../../../report/report.ts';
import { isSuspect, reasonTexts, verdictName } from '../../verdict-words.ts';
import type { ThresholdModel, VerdictModel } from '../page-model.ts';

/** Kinds of reasons that a run in progress may show, besides those of its end: all others require its results. */
const SAID_EARLY: ReadonlySet<string> = new Set(['invalid', 'inconclusive', 'suspect']);

/** A run in progress has no verdict, regardless of the one it would have if it ended now. */
export function verdictModel(report: Report, running: boolean): VerdictModel {
  const { verdict } = report;
  if (running) {
    const ends = verdict.reasons.filter(({ kind, text }) => kind === 'ending' && !text.includes(KILLED));
    const early = verdict.reasons.filter(({ kind }) => SAID_EARLY.has(kind));
    const suspect = early.length > 0;
    return {
      status: 'running',
      word: `RUNNING${suspect ? ' (suspect)' : ''}`,
      suspect,
      exitCode: 0,
      why: '',
      reasons: reasonTexts({ reasons: [...ends, ...early] }),
    };
  }
  return {
    status: verdict.status,
    word: verdictName(verdict),
    suspect: isSuspect(verdict),
    exitCode: verdict.exitCode,
    why: explainVerdict(report),
    reasons: reasonTexts(verdict),
  };
}

export function thresholdModels({ thresholds }: Report, running: boolean): ThresholdModel[] {
  return thresholds.map(({ state, expression, text }) => {
    const isEarly = running && (state === 'no-data' || state === 'too-few');
    return isEarly ? { state: 'waiting', expression, text: '' } : { state, expression, text };
  });
}
