import { meanInterval } from '../compare/ratio-interval.ts';
import type { Capacity } from '../report/capacity/capacity-schema.ts';
import type { Budget } from '../scenario/scenario.ts';
import type { CapacityPlan } from './capacity-plan.ts';
import type { StepView } from './load-generator.ts';
import { conductStep, type StepDeps } from './step/conduct-step.ts';
import { endingOf, type StepEnding } from './step/step-result.ts';

/** Number of turns a probe needs; after the maximum time, fewer are accepted. */
const PROBE = { turns: 30, longestMs: 15_000 } as const;

/** Back to normal: within 10 % of the reference, or within the resolution of a timer. */
const BACK = { ratio: 1.1, ms: 2 } as const;

/** A cool-down after a step. */
interface CoolDownOrder {
  /** Number of the failed step. */
  readonly step: number;
  /** Mean duration of turns at the lowest load before, ms. */
  readonly referenceMs: number;
  /** The remaining budget. */
  readonly budget: Budget | undefined;
}

export interface CoolDown {
  readonly facts: Capacity['recoveries'][number];
  readonly ending: StepEnding | undefined;
  readonly budget: Budget | undefined;
}

/**
 * After a failed load: waits until turns at the lowest load are as fast as at first (`referenceMs`, a mean, within the
 * confidence interval of these few turns; a median would depend on how few users happen to meet), so that a backlog of the
 * failed load does not count against the next one. At most for the maximum time of a step.
 */
export async function coolDown(
  { step: afterStep, referenceMs, budget }: CoolDownOrder,
  plan: CapacityPlan,
  deps: StepDeps,
): Promise<CoolDown> {
  const { clock } = deps.system;
  const startUs = clock.nowUs();
  const tookMs = () => (clock.nowUs() - startUs) / 1000;
  const enoughMs = Math.max(referenceMs * BACK.ratio, referenceMs + BACK.ms);
  let rest = budget;
  for (let probes = 1; ; probes += 1) {
    const order = {
      name: `cool-down ${afterStep}-${probes}`,
      id: `${afterStep}c${probes}`,
      load: plan.range.from,
      budget: rest,
    };
    const { decision, report, budget: left } = await conductStep(order, plan, deps, (view) => minMean(view, plan));
    rest = left;
    const recovered = decision !== undefined && decision <= enoughMs;
    const ending = endingOf(report);
    if (recovered || ending || tookMs() >= plan.terms.maxMs)
      return { facts: { afterStep, tookMs: Math.round(tookMs()), probes, recovered }, ending, budget: rest };
  }
}

/** Lower bound of the mean duration of turns, ms, once there are enough of them. Infinity if none ended. */
function minMean(view: StepView, { terms }: CapacityPlan): number | undefined {
  const steadyMs = view.elapsedMs - terms.warmUpMs;
  if (steadyMs < 0) return undefined;
  const { lower, of } = meanInterval(view.evidence().latency.upper);
  if (of < PROBE.turns && steadyMs < PROBE.longestMs) return undefined;
  return of > 0 ? lower / 1000 : Number.POSITIVE_INFINITY;
}
