import { measuredMs } from '../load/measured-windows.ts';
import type { Readings } from '../measure/readings.ts';
import { KnownError } from '../platform/known-error.ts';
import type { CapacityStep } from '../report/capacity/capacity-schema.ts';
import type { Budget } from '../scenario/scenario.ts';
import { evaluateThreshold } from '../verdict/evaluate.ts';
import type { CapacityPlan } from './capacity-plan.ts';
import { conductStep, type StepServices, type StepView } from './conduct-step.ts';
import type { StepRules } from './judge-step.ts';
import { type Limiter, limiterOf } from './limiter.ts';
import { type Look, StepJudge } from './step-judge.ts';
import { stepLoad } from './step-load.ts';
import { meanTurn, type StepEvidence } from './step-watch.ts';

export interface TriedStep {
  readonly step: CapacityStep;
  /** Why the search cannot go on after it. */
  readonly ending: 'signal' | 'budget' | 'incomplete' | undefined;
  /** Of a step that failed, or that this machine could not carry. */
  readonly limiter: Limiter | undefined;
  readonly budget: Budget | undefined;
  /** What a turn took on average, ms; undefined where none is known. */
  readonly meanTurnMs: number | undefined;
}

interface Decided extends Look {
  readonly figures: Figures;
}

type Figures = Pick<CapacityStep, 'firstOutput' | 'turn'> & {
  readonly connectsFailed: Readonly<Record<string, number>>;
};

/** Tries one load: from its first look on until it is decided, at most for as long as a step may take. */
export async function runStep(
  { number, kind, load }: Pick<CapacityStep, 'number' | 'kind' | 'load'>,
  plan: CapacityPlan,
  services: StepServices,
  budget: Budget | undefined,
): Promise<TriedStep> {
  const unit = plan.terms.over === 'vus' ? 'vus' : 'per s';
  const order = { name: `step ${String(number).padStart(2, '0')} ${load} ${unit}`, id: `${number}`, load, budget };
  const startedAt = services.world.wallClock.now().toISOString();
  const head = { number, kind, load, startedAt };
  const judge = new StepJudge(rulesOf(kind, plan));
  let last: Decided | undefined;
  const decide = (view: StepView): Decided | undefined => {
    if (!judge.isDue(view.test.elapsedMs() - plan.terms.warmUpMs)) return undefined;
    last = look(judge, view, plan, load);
    return last.judgement.outcome === 'open' ? undefined : last;
  };
  try {
    const conducted = await conductStep(order, plan, services, decide);
    const { decision, report, folder } = conducted;
    const ending = endingOf(report.run.stopReason);
    const reasons = report.verdict.reasons.filter(({ kind }) => kind === 'invalid' || kind === 'ending');
    const known = decision ?? last;
    const facts = { ...head, ...figuresOf(known), ...(folder === undefined ? {} : { report: folder }) };
    const why = reasons.map(({ text }) => text);
    const rest = { ending, budget: conducted.budget, meanTurnMs: known && meanTurnMs(known.evidence) };
    if (reasons.some(({ kind }) => kind === 'invalid'))
      return { step: { ...facts, outcome: 'invalid', why }, limiter: 'generator', ...rest };
    if (!decision) return { step: { ...facts, outcome: 'stopped', why }, limiter: undefined, ...rest };
    const { outcome } = decision.judgement;
    const step = { ...facts, outcome: outcome as CapacityStep['outcome'], why: [...decision.judgement.why] };
    const failed = outcome === 'failed' || outcome === 'at-the-limit';
    const limiter = limiterOf({
      connectsFailed: decision.figures.connectsFailed,
      conversationsFailed: decision.evidence.failed,
      withoutPort: conducted.withoutPort,
    });
    return { step, limiter: failed ? limiter : undefined, ...rest };
  } catch (error) {
    if (!(error instanceof KnownError) || error.exit !== 'incomplete') throw error;
    const why = [error.message];
    return {
      step: { ...head, ...figuresOf(undefined), outcome: 'invalid', why },
      ending: 'incomplete',
      limiter: 'generator',
      budget,
      meanTurnMs: undefined,
    };
  }
}

function rulesOf(kind: CapacityStep['kind'], { minMs, holdMs, terms }: CapacityPlan): StepRules {
  const confirms = kind === 'confirm';
  return { minMs: confirms ? holdMs : minMs, maxMs: terms.maxMs, mustProve: confirms };
}

function look(judge: StepJudge, { test, watch }: StepView, plan: CapacityPlan, load: number): Decided {
  const readings = test.recorder.readings();
  const ms = measuredMs(stepLoad(load, plan.terms), test.elapsedMs());
  const plain = plan.objectives.map(({ threshold }) => evaluateThreshold(threshold, readings, ms));
  const figures = {
    firstOutput: latencyOf(readings, 'first_output'),
    turn: latencyOf(readings, 'turn'),
    connectsFailed: readings.everything.reasons('connects_failed'),
  };
  return { ...judge.look(watch.evidence(), plain), figures };
}

function latencyOf(readings: Readings, metric: 'first_output' | 'turn'): CapacityStep['turn'] {
  const trend = readings.trend(metric);
  const upperMs = (q: number) => {
    const reading = trend.quantile(q);
    return reading.kind === 'measured' ? reading.upperUs / 1000 : null;
  };
  return { p50Ms: upperMs(0.5), p95Ms: upperMs(0.95), p99Ms: upperMs(0.99) };
}

const NOTHING = { p50Ms: null, p95Ms: null, p99Ms: null };

function figuresOf(decided: Decided | undefined) {
  if (!decided)
    return {
      steadyMs: 0,
      turnsPerSecond: 0,
      conversationsPerSecond: 0,
      inFlight: 0,
      completion: null,
      firstOutput: NOTHING,
      turn: NOTHING,
      objectives: [],
    };
  const { evidence, figures, judgement } = decided;
  const { steadyMs, countedMs, turns, completed, failed, inFlight } = evidence;
  const perSecond = (count: number) => (countedMs > 0 ? (count * 1000) / countedMs : 0);
  const looks = inFlight.reduce((sum, { of }) => sum + of, 0);
  return {
    steadyMs: Math.round(steadyMs),
    turnsPerSecond: perSecond(turns),
    conversationsPerSecond: perSecond(completed),
    inFlight: looks > 0 ? Math.max(0, inFlight.reduce((sum, batch) => sum + batch.sum, 0) / looks) : 0,
    completion: completed + failed > 0 ? completed / (completed + failed) : null,
    firstOutput: figures.firstOutput,
    turn: figures.turn,
    objectives: judgement.objectives.map(({ facts }) => facts),
  };
}

function meanTurnMs(evidence: StepEvidence): number | undefined {
  const { us, turns } = meanTurn(evidence);
  return turns > 0 ? us / 1000 : undefined;
}

function endingOf(stopReason: string): TriedStep['ending'] {
  if (stopReason === 'signal' || stopReason === 'budget') return stopReason;
  return stopReason === 'incomplete' || stopReason === 'unexpected' ? 'incomplete' : undefined;
}
