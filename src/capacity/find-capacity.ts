import { packageVersion } from '../platform/files/package-facts.ts';
import { formatDurationMs } from '../platform/time/duration.ts';
import { CAPACITY_VERSION, type Capacity, type CapacityStep } from '../report/capacity/capacity-schema.ts';
import type { SettledTarget } from '../run/preflight.ts';
import { targetFacts } from '../run/target-facts.ts';
import type { Budget } from '../scenario/scenario.ts';
import { answerOf, endBy, type SearchEnd } from './answer.ts';
import type { CapacityPlan } from './capacity-plan.ts';
import { boundsOf, nextStep } from './capacity-search.ts';
import { coolDown } from './cool-down.ts';
import type { Limiter } from './limiter.ts';
import type { StepDeps } from './step/conduct-step.ts';
import { runStep } from './step/run-step.ts';
import type { TriedStep } from './step/step-result.ts';

export interface SearchDeps extends StepDeps {
  readonly target: SettledTarget;
  readonly onBegin: (next: Pick<CapacityStep, 'number' | 'kind' | 'load'>) => void;
  /** `soFar`: the result so far, in case this process is killed. */
  readonly onStep: (step: CapacityStep, soFar: Capacity) => void;
  readonly onCoolDown: (facts: Capacity['recoveries'][number]) => void;
  /** Before the pause. `attempt`: of this load, from 1; at most `attempts`. */
  readonly onRetry: (facts: Retry & { readonly attempt: number; readonly attempts: number }) => void;
}

/** One search, from the lowest load to the answer. If it ends early, the result so far is returned. */
export function findCapacity(plan: CapacityPlan, deps: SearchDeps): Promise<Capacity> {
  return new Search(plan, deps).run();
}

type Retry = NonNullable<Capacity['retries']>[number];

/** Pause before a step without a result is repeated, for a machine that is only temporarily busy. */
const PAUSES_MS: readonly number[] = [5000, 15_000, 45_000];

const GOING_ON: SearchEnd = {
  kind: 'cut',
  by: 'trouble',
  why: 'the search was killed (unless it is still running)',
};

class Search {
  private readonly plan: CapacityPlan;
  private readonly deps: SearchDeps;
  private readonly startUs: number;
  private readonly startedAt: string;
  private readonly steps: CapacityStep[] = [];
  private readonly recoveries: Capacity['recoveries'] = [];
  private readonly retries: Retry[] = [];
  private readonly limiters = new Map<number, Limiter>();
  private budget: Budget | undefined;
  private signal: string | undefined;
  private endPause = () => {};
  /** Mean duration of a turn when the lowest load was first tested. */
  private firstMeanMs: number | undefined;

  constructor(plan: CapacityPlan, deps: SearchDeps) {
    this.plan = plan;
    this.deps = deps;
    this.startUs = deps.system.clock.nowUs();
    this.startedAt = deps.system.wallClock.now().toISOString();
    this.budget = plan.run.scenario.budget;
  }

  async run(): Promise<Capacity> {
    // A step stops gracefully by itself; this is for pauses between steps.
    const release = this.deps.system.onStopSignal((signal) => {
      this.signal = signal;
      this.endPause();
    });
    let end: SearchEnd | undefined;
    try {
      while (!end) end = await this.next();
    } catch (error) {
      // Keep the results of the steps before this one.
      if (this.steps.length === 0) throw error;
      end = endBy(error);
    } finally {
      release();
    }
    return this.resultOf(end);
  }

  private resultOf(end: SearchEnd): Capacity {
    const { run, range, terms, objectives } = this.plan;
    const { failed } = boundsOf(this.steps);
    const limiter = failed && this.limiters.get(failed.number);
    const implied = objectives.find(({ isImplied }) => isImplied);
    const added = implied && { addedObjective: implied.threshold.expression };
    const { name, address } = targetFacts(this.deps.target, []);
    return {
      capacityVersion: CAPACITY_VERSION,
      palaver: packageVersion(),
      scenario: run.scenario.name,
      target: { name, url: address },
      startedAt: this.startedAt,
      durationMs: Math.round(this.elapsedMs()),
      seed: run.seed,
      over: terms.over,
      from: range.from,
      to: range.to,
      objectives: objectives.map(({ threshold }) => threshold.expression),
      ...added,
      answer: answerOf(end, this.steps, { over: terms.over }, limiter),
      steps: [...this.steps],
      recoveries: [...this.recoveries],
      ...(this.retries.length > 0 && { retries: [...this.retries] }),
    };
  }

  /** Runs one more step; returns how the search ended, if it did. */
  private async next(): Promise<SearchEnd | undefined> {
    const next = nextStep(this.plan.range, this.steps);
    if (next.kind === 'end') return { kind: next.status };
    if (this.signal !== undefined) return { kind: 'cut', by: 'signal', why: `stopped by ${this.signal}` };
    const { maxTimeMs } = this.plan;
    if (this.elapsedMs() >= maxTimeMs)
      return {
        kind: 'cut',
        by: 'time',
        why: `the maximum time of ${formatDurationMs(maxTimeMs)} was reached (--max-time)`,
      };
    const order = { number: this.steps.length + 1, kind: next.kind, load: next.load };
    this.deps.onBegin(order);
    const done = await runStep(order, this.plan, this.deps, this.budget);
    this.budget = done.budget;
    this.steps.push(done.step);
    this.firstMeanMs ??= done.meanTurnMs;
    if (done.limiter) this.limiters.set(done.step.number, done.limiter);
    this.deps.onStep(done.step, this.resultOf(GOING_ON));
    return this.endAfter(done) ?? (await this.recover(done.step)) ?? this.pauseAfter(done);
  }

  private endAfter({ step, ending, limiter, generator }: TriedStep): SearchEnd | undefined {
    const why = step.why[0] ?? '';
    if (ending?.by === 'incomplete')
      return { kind: 'cut', by: limiter === 'generator' ? limiter : 'trouble', why: ending.why };
    if (ending) return { kind: 'cut', by: ending.by, why: ending.why };
    if (step.outcome === 'invalid' && !generator.mayPass)
      return { kind: 'cut', by: 'generator', why: `${why} (not repeated: palaver itself had no CPU time to spare)` };
    if (step.outcome === 'invalid' && this.invalidInARow() > PAUSES_MS.length)
      return { kind: 'cut', by: 'generator', why };
    return step.outcome === 'stopped' ? { kind: 'cut', by: 'trouble', why } : undefined;
  }

  private invalidInARow(): number {
    return this.steps.length - 1 - this.steps.findLastIndex(({ outcome }) => outcome !== 'invalid');
  }

  /** Pauses get longer each time. */
  private async pauseAfter({ step: { outcome, number }, generator }: TriedStep): Promise<undefined> {
    if (outcome !== 'invalid') return;
    const attempt = this.invalidInARow();
    const ms = PAUSES_MS[attempt - 1]!;
    const { system, onRetry } = this.deps;
    const retry = { afterStep: number, pauseMs: ms, cause: generator.cause };
    this.retries.push(retry);
    onRetry({ ...retry, attempt, attempts: PAUSES_MS.length });
    await new Promise<void>((resolve) => {
      const timer = system.timers.at(system.clock.nowUs() + ms * 1000, resolve);
      this.endPause = () => {
        timer.cancel();
        resolve();
      };
    });
  }

  private async recover(step: CapacityStep): Promise<SearchEnd | undefined> {
    if (step.outcome !== 'failed' && step.outcome !== 'at-the-limit') return undefined;
    if (nextStep(this.plan.range, this.steps).kind === 'end') return undefined;
    if (this.firstMeanMs === undefined) return undefined;
    const failed = { step: step.number, referenceMs: this.firstMeanMs, budget: this.budget };
    const { facts, ending, budget } = await coolDown(failed, this.plan, this.deps);
    this.budget = budget;
    this.recoveries.push(facts);
    this.deps.onCoolDown(facts);
    if (ending) return { kind: 'cut', by: ending.by === 'incomplete' ? 'trouble' : ending.by, why: ending.why };
    if (facts.recovered) return undefined;
    const why = `after step ${step.number} latency had not recovered at the lowest load within ${formatDurationMs(facts.tookMs)}`;
    return { kind: 'cut', by: 'trouble', why };
  }

  private elapsedMs(): number {
    return (this.deps.system.clock.nowUs() - this.startUs) / 1000;
  }
}
