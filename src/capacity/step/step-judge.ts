import type { ThresholdResult } from '../../verdict/threshold-result.ts';
import { type Judgement, judgeStep, type StepRules } from './judge-step.ts';
import type { StepEvidence } from './step-watch.ts';

/** Looks at a step follow each other ever more seldom: each doubt that chance alone may settle wrongly is one look's. */
const LOOK_FACTOR = 1.5;

export interface Look {
  readonly judgement: Judgement;
  readonly evidence: StepEvidence;
}

/** Looks at a step from time to time, from its least steady time on, until it is decided. */
export class StepJudge {
  private readonly rules: StepRules;
  private dueMs: number;
  private rose = false;

  constructor(rules: StepRules) {
    this.rules = rules;
    this.dueMs = rules.minMs;
  }

  /** Whether it is time for a look; `steadyMs`: since the warm-up ended. */
  isDue(steadyMs: number): boolean {
    return steadyMs >= this.dueMs;
  }

  /** `plain`: each objective as a threshold on all that was measured. */
  look(evidence: StepEvidence, plain: readonly ThresholdResult[]): Look {
    const { minMs, maxMs } = this.rules;
    while (this.dueMs <= evidence.steadyMs && this.dueMs < maxMs)
      this.dueMs = Math.min(maxMs, Math.max(minMs, this.dueMs) * LOOK_FACTOR);
    const judgement = judgeStep(evidence, plain, this.rules, this.rose);
    this.rose = judgement.rises;
    return { judgement, evidence };
  }
}
