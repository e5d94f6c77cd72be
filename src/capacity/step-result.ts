import type { CapacityStep } from '../report/capacity/capacity-schema.ts';
import type { Budget } from '../scenario/scenario.ts';
import type { ConductedStep } from './conduct-step.ts';
import { type Limiter, limiterOf } from './limiter.ts';
import type { Look } from './step-judge.ts';
import { meanTurn, type StepEvidence } from './step-watch.ts';

export type StepHead = Pick<CapacityStep, 'number' | 'kind' | 'load' | 'startedAt'>;

/** A look at a step, with what is told of it besides. */
export interface MeasuredLook extends Look, Pick<CapacityStep, 'firstOutput' | 'turn'> {
  /** By class. */
  readonly connectsFailed: Readonly<Record<string, number>>;
}

export interface TriedStep {
  readonly step: CapacityStep;
  /** Why the search cannot go on after it. */
  readonly ending: StepEnding | undefined;
  /** Of a step that failed, or that this machine could not carry. */
  readonly limiter: Limiter | undefined;
  readonly budget: Budget | undefined;
  /** What a turn took on average, ms; undefined where none is known. */
  readonly meanTurnMs: number | undefined;
}

const ENDINGS = ['signal', 'budget', 'incomplete', 'unexpected'] as const;

export interface StepEnding {
  readonly by: (typeof ENDINGS)[number];
  /** A sentence without a full stop. */
  readonly why: string;
}

/** Without any ending of the run, only a feed can have let it end before it was decided. */
const USED_UP =
  'a data feed is used up, so the load ended before the step was decided (whenEmpty: recycle begins it again)';

/** What a step has come to. `last`: the last look at it, decided or not. */
export function resultOf(
  head: StepHead,
  conducted: ConductedStep<MeasuredLook>,
  last: MeasuredLook | undefined,
): TriedStep {
  const { decision, report, folder, budget, withoutPort } = conducted;
  const textsOf = (kind: 'invalid' | 'ending') =>
    report.verdict.reasons.filter((reason) => reason.kind === kind).map(({ text }) => text);
  const [invalid, endings] = [textsOf('invalid'), textsOf('ending')];
  const by = ENDINGS.find((ending) => ending === report.run.stopReason);
  const common = { ...head, ...figuresOf(last), ...(folder === undefined ? {} : { report: folder }) };
  const rest = {
    ending: by && { by, why: endings[0] ?? 'the run was ended' },
    budget,
    meanTurnMs: last && meanTurnMs(last.evidence),
  };
  if (invalid.length > 0)
    return { step: { ...common, outcome: 'invalid', why: invalid }, limiter: 'generator', ...rest };
  const outcome = decision?.judgement.outcome;
  if (!decision || outcome === undefined || outcome === 'open') {
    const why = endings.length > 0 ? endings : [USED_UP];
    return { step: { ...common, outcome: 'stopped', why }, limiter: undefined, ...rest };
  }
  const step = { ...common, outcome, why: [...decision.judgement.why] };
  const failed = outcome === 'failed' || outcome === 'at-the-limit';
  const { connectsFailed, evidence } = decision;
  const limiter = failed ? limiterOf({ connectsFailed, conversationsFailed: evidence.failed, withoutPort }) : undefined;
  return { step, limiter, ...rest };
}

/** A load that this machine has no files, ports or memory for. */
export function notCarried(head: StepHead, why: string, budget: Budget | undefined): TriedStep {
  return {
    step: { ...head, ...figuresOf(undefined), outcome: 'invalid', why: [why] },
    ending: { by: 'incomplete', why },
    limiter: 'generator',
    budget,
    meanTurnMs: undefined,
  };
}

type Figures = Omit<CapacityStep, keyof StepHead | 'outcome' | 'why' | 'report'>;

const NO_LATENCY = { p50Ms: null, p95Ms: null, p99Ms: null };
const NO_FIGURES: Figures = {
  steadyMs: 0,
  turnsPerSecond: 0,
  conversationsPerSecond: 0,
  inFlight: 0,
  completion: null,
  firstOutput: NO_LATENCY,
  turn: NO_LATENCY,
  objectives: [],
};

function figuresOf(look: MeasuredLook | undefined): Figures {
  if (!look) return NO_FIGURES;
  const { steadyMs, countedMs, turns, completed, failed, inFlight } = look.evidence;
  const perSecond = (count: number) => (countedMs > 0 ? (count * 1000) / countedMs : 0);
  const looks = inFlight.reduce((sum, { of }) => sum + of, 0);
  return {
    steadyMs: Math.round(steadyMs),
    turnsPerSecond: perSecond(turns),
    conversationsPerSecond: perSecond(completed),
    inFlight: looks > 0 ? Math.max(0, inFlight.reduce((sum, batch) => sum + batch.sum, 0) / looks) : 0,
    completion: completed + failed > 0 ? completed / (completed + failed) : null,
    firstOutput: look.firstOutput,
    turn: look.turn,
    objectives: look.judgement.objectives.map(({ facts }) => facts),
  };
}

function meanTurnMs(evidence: StepEvidence): number | undefined {
  const { us, turns } = meanTurn(evidence);
  return turns > 0 ? us / 1000 : undefined;
}
