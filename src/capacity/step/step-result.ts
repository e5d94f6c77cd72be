import { brokenObjectives } from '../../report/capacity/broken-objectives.ts';
import type { CapacityStep } from '../../report/capacity/capacity-schema.ts';
import type { Report } from '../../report/report.ts';
import type { Budget } from '../../scenario/scenario.ts';
import { describeCause, explainLag } from '../../verdict/lag/explain-lag.ts';
import { isSaturated } from '../../verdict/lag/lag-causes.ts';
import { type FailedLoad, type Limiter, limiterOf } from '../limiter.ts';
import type { ConductedStep } from './conduct-step.ts';
import { SHORT_OF_USERS } from './judge-step.ts';
import type { StepCheck } from './step-judge.ts';
import { meanTurn, type StepEvidence } from './step-watch.ts';

export type StepHead = Pick<CapacityStep, 'number' | 'kind' | 'load' | 'startedAt'>;

/** A check of a step: its judgement, its metrics, and the effect of send lag. */
export interface MeasuredCheck extends StepCheck, Pick<CapacityStep, 'firstOutput' | 'turn'> {
  /** Objectives (expressions) that could be met if every input had been sent on time. */
  readonly changedByLag: readonly string[];
  /** Why the load was less than planned; a sentence without a full stop. */
  readonly slowedByLag: string | undefined;
}

export interface TriedStep {
  readonly step: CapacityStep;
  /** Why the search cannot continue after it. */
  readonly ending: StepEnding | undefined;
  /** For a step that failed, or that this machine could not carry. */
  readonly limiter: Limiter | undefined;
  /** Why the load generator may have been late, and whether that may pass: not if its own load takes all of a core. */
  readonly generator: { readonly cause: string; readonly mayPass: boolean };
  readonly budget: Budget | undefined;
  /** Mean duration of a turn, ms; undefined if none is known. */
  readonly meanTurnMs: number | undefined;
}

const ENDINGS = ['signal', 'budget', 'incomplete', 'unexpected'] as const;

export interface StepEnding {
  readonly by: (typeof ENDINGS)[number];
  /** A sentence without a full stop. */
  readonly why: string;
}

const USED_UP = 'a data feed is used up (use whenEmpty: recycle to start it again)';
const CUT_SHORT = 'the load ended before the step was decided';

/** The result of a step. `last`: its last check, decided or not. */
export function resultOf(
  head: StepHead,
  conducted: ConductedStep<MeasuredCheck>,
  last: MeasuredCheck | undefined,
): TriedStep {
  const { decision, report, folder, budget, failures, feedEmpty } = conducted;
  const common = { ...head, ...metricsOf(last), ...(folder === undefined ? {} : { report: folder }) };
  const rest = {
    ending: endingOf(report),
    budget,
    meanTurnMs: last && meanTurnMs(last.evidence),
    generator: { cause: describeCause(report.generator), mayPass: !isSaturated(report.generator) },
  };
  const outcome = decision?.judgement.outcome;
  const faults = generatorFaults(conducted);
  if (faults.length > 0) return { step: { ...common, outcome: 'invalid', why: faults }, limiter: 'generator', ...rest };
  if (!decision || outcome === undefined || outcome === 'open') {
    const endings = textsOf(report, 'ending');
    const why = endings.length > 0 ? endings : [feedEmpty > 0 ? USED_UP : CUT_SHORT];
    return { step: { ...common, outcome: 'stopped', why }, limiter: undefined, ...rest };
  }
  const step = { ...common, outcome, why: [...decision.judgement.why] };
  if (outcome === 'invalid')
    return { step: { ...step, why: [...step.why, explainLag(report.generator)] }, limiter: 'generator', ...rest };
  return { step, limiter: outcome === 'failed' ? limiterOfStep(step, failures) : undefined, ...rest };
}

/**
 * Reasons why the load generator may have caused the outcome of a step:
 *
 *     any         samples lost, broken invariants, acks sent late
 *     failed      only send lag may have missed the objective. A load less than planned failed nevertheless, and
 *                 measurement bounds were judged with the objectives
 *     any other   everything that makes a run invalid; a load less than planned
 */
function generatorFaults({ decision, report, isConsistent }: ConductedStep<MeasuredCheck>): string[] {
  const invalid = textsOf(report, 'invalid', 'inconclusive');
  const outcome = decision?.judgement.outcome;
  if (!decision || !isConsistent || !isNotSustained(outcome)) {
    const slowed = decision?.slowedByLag;
    const isSlowed = invalid.length === 0 && slowed !== undefined && outcome !== 'invalid';
    return isSlowed ? [`${slowed}; ${explainLag(report.generator)}`] : invalid;
  }
  const broken = brokenObjectives(decision.judgement);
  const byLag = broken.length > 0 && broken.every(({ expression }) => decision.changedByLag.includes(expression));
  if (!byLag) return [];
  return [`send lag alone may explain the miss of ${broken[0]!.expression}; ${explainLag(report.generator)}`];
}

/** Failed, or inconclusive to the end. */
function isNotSustained(outcome: CapacityStep['outcome'] | 'open' | undefined): boolean {
  return outcome === 'failed' || outcome === 'at-the-limit';
}

function textsOf({ verdict }: Report, ...kinds: Report['verdict']['reasons'][number]['kind'][]): string[] {
  return verdict.reasons.filter(({ kind }) => kinds.includes(kind)).map(({ text }) => text);
}

/** The limiter: the failures if only objectives on them were missed, else the bot; undefined if only users were missing. */
function limiterOfStep(step: CapacityStep, failures: FailedLoad): Limiter | undefined {
  const broken = brokenObjectives(step);
  if (broken.length === 0) return step.why.some((text) => text.includes(SHORT_OF_USERS)) ? undefined : 'bot';
  return broken.every(({ expression }) => ON_FAILURES.test(expression)) ? limiterOf(failures) : 'bot';
}

const ON_FAILURES = /^(conversation_completion|conversations_failed|turn_failure|turns_|connects_failed|disconnects)/;

/** Why a run ended early. */
export function endingOf({ run, verdict }: Report): StepEnding | undefined {
  const by = ENDINGS.find((ending) => ending === run.stopReason);
  if (!by) return undefined;
  if (by === 'budget') return { by, why: 'the budget of the whole search is used up' };
  return { by, why: verdict.reasons.find(({ kind }) => kind === 'ending')?.text ?? 'the run ended early' };
}

/** A load for which this machine does not have enough files, ports or memory. */
export function notCarried(head: StepHead, why: string, budget: Budget | undefined): TriedStep {
  return {
    step: { ...head, ...metricsOf(undefined), outcome: 'invalid', why: [why] },
    ending: { by: 'incomplete', why },
    limiter: 'generator',
    generator: { cause: why, mayPass: false },
    budget,
    meanTurnMs: undefined,
  };
}

type Metrics = Omit<CapacityStep, keyof StepHead | 'outcome' | 'why' | 'report'>;

const NO_LATENCY = { p50Ms: null, p95Ms: null, p99Ms: null };
const NO_METRICS: Metrics = {
  steadyMs: 0,
  turnsPerSecond: 0,
  conversationsPerSecond: 0,
  inFlight: 0,
  completion: null,
  firstOutput: NO_LATENCY,
  turn: NO_LATENCY,
  objectives: [],
};

function metricsOf(check: MeasuredCheck | undefined): Metrics {
  if (!check) return NO_METRICS;
  const { steadyMs, countedMs, turns, completed, failures, inFlight } = check.evidence;
  const failed = failures.reduce((sum, batch) => sum + batch.sum, 0);
  const known = failures.reduce((sum, { of }) => sum + of, 0);
  const perSecond = (count: number) => (countedMs > 0 ? (count * 1000) / countedMs : 0);
  const looks = inFlight.reduce((sum, { of }) => sum + of, 0);
  return {
    steadyMs: Math.round(steadyMs),
    turnsPerSecond: perSecond(turns),
    conversationsPerSecond: perSecond(completed),
    inFlight: looks > 0 ? Math.max(0, inFlight.reduce((sum, batch) => sum + batch.sum, 0) / looks) : 0,
    completion: known > 0 ? 1 - failed / known : null,
    firstOutput: check.firstOutput,
    turn: check.turn,
    objectives: [...check.judgement.objectives],
  };
}

function meanTurnMs(evidence: StepEvidence): number | undefined {
  const { us, turns } = meanTurn(evidence);
  return turns > 0 ? us / 1000 : undefined;
}
