import { measuredMs } from '../../load/measured-windows.ts';
import type { Readings } from '../../measure/readings.ts';
import { KnownError } from '../../platform/known-error.ts';
import type { CapacityStep } from '../../report/capacity/capacity-schema.ts';
import { scenarioFacts } from '../../report/scenario-facts.ts';
import { sendLagFacts } from '../../report/send-lag-facts.ts';
import type { Budget } from '../../scenario/scenario.ts';
import { evaluateThreshold } from '../../verdict/evaluate.ts';
import { changedByLag, describeSlowed, isSlowedByLag } from '../../verdict/lag/judge-send-lag.ts';
import type { CapacityPlan } from '../capacity-plan.ts';
import { LostGenerator, type StepView } from '../load-generator.ts';
import { searchScale } from '../objective.ts';
import { stepLoad } from '../step-load.ts';
import { conductStep, type StepDeps } from './conduct-step.ts';
import type { StepRules } from './judge-step.ts';
import { StepJudge } from './step-judge.ts';
import { type MeasuredCheck, notCarried, resultOf, type StepHead, type TriedStep } from './step-result.ts';

/** Runs one load until it is decided, at most for the maximum time of a step. */
export async function runStep(
  { number, kind, load }: Omit<StepHead, 'startedAt'>,
  plan: CapacityPlan,
  deps: StepDeps,
  budget: Budget | undefined,
): Promise<TriedStep> {
  const unit = plan.terms.over === 'vus' ? 'vus' : 'per s';
  const order = { name: `step ${String(number).padStart(2, '0')} ${load} ${unit}`, id: `${number}`, load, budget };
  const head = { number, kind, load, startedAt: deps.system.wallClock.now().toISOString() };
  const judge = new StepJudge(rulesOf(kind, plan));
  let last: MeasuredCheck | undefined;
  const decide = (view: StepView): MeasuredCheck | undefined => {
    if (!judge.isDue(view.elapsedMs - plan.terms.warmUpMs)) return undefined;
    last = check(judge, view, plan, load);
    return last.judgement.outcome === 'open' ? undefined : last;
  };
  try {
    return resultOf(head, await conductStep(order, plan, deps, decide), last);
  } catch (error) {
    if (!(error instanceof KnownError) || error.exit !== 'incomplete' || error instanceof LostGenerator) throw error;
    return notCarried(head, [error.message, ...(error.hint === undefined ? [] : [error.hint])].join('; '), budget);
  }
}

function rulesOf(kind: CapacityStep['kind'], { minMs, holdMs, terms }: CapacityPlan): StepRules {
  const confirms = kind === 'confirm';
  return { minMs: confirms ? holdMs : minMs, maxMs: terms.maxMs, mustProve: confirms };
}

function check(judge: StepJudge, view: StepView, plan: CapacityPlan, load: number): MeasuredCheck {
  const readings = view.readings();
  const ms = measuredMs(stepLoad(load, plan.terms), view.elapsedMs);
  const plain = plan.objectives.map(({ threshold }) => evaluateThreshold(threshold, readings, ms));
  const lag = sendLagFacts(readings, scenarioFacts(plan.run.scenario), searchScale(plan.objectives));
  return {
    ...judge.check(view.evidence(), plain),
    firstOutput: latencyOf(readings, 'first_output'),
    turn: latencyOf(readings, 'turn'),
    changedByLag: changedByLag(lag, plain).map(({ threshold }) => threshold.expression),
    slowedByLag: isSlowedByLag(lag) ? describeSlowed(lag) : undefined,
  };
}

function latencyOf(readings: Readings, metric: 'first_output' | 'turn'): CapacityStep['turn'] {
  const trend = readings.trend(metric);
  const upperMs = (q: number) => {
    const reading = trend.quantile(q);
    return reading.kind === 'measured' ? reading.upperUs / 1000 : null;
  };
  return { p50Ms: upperMs(0.5), p95Ms: upperMs(0.95), p99Ms: upperMs(0.99) };
}
