import type { ThresholdResult } from '../../verdict/threshold-result.ts';
import { type Judgement, judgeStep, type StepRules } from './judge-step.ts';
import type { StepEvidence } from './step-watch.ts';

/** The interval between checks grows, since each check is one more chance of a wrong decision. */
const CHECK_FACTOR = 1.5;

export interface StepCheck {
  readonly judgement: Judgement;
  readonly evidence: StepEvidence;
}

/** Judges a step repeatedly, from its minimum time on, until it is decided. */
export class StepJudge {
  private readonly rules: StepRules;
  private dueMs: number;
  private rose = false;

  constructor(rules: StepRules) {
    this.rules = rules;
    this.dueMs = rules.minMs;
  }

  /** Whether a check is due; `steadyMs`: since the end of the warm-up. */
  isDue(steadyMs: number): boolean {
    return steadyMs >= this.dueMs;
  }

  /** `plain`: each objective as a threshold on all that was measured. */
  check(evidence: StepEvidence, plain: readonly ThresholdResult[]): StepCheck {
    const { minMs, maxMs } = this.rules;
    while (this.dueMs <= evidence.steadyMs && this.dueMs < maxMs)
      this.dueMs = Math.min(maxMs, Math.max(minMs, this.dueMs) * CHECK_FACTOR);
    const judgement = judgeStep(evidence, plain, this.rules, this.rose);
    this.rose = judgement.rises;
    return { judgement, evidence };
  }
}
