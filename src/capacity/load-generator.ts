import type { RunObserver } from '../live/run-observer.ts';
import type { Readings } from '../measure/readings.ts';
import { KnownError } from '../platform/known-error.ts';
import type { ConductedRun } from '../run/conduct/conduct-report.ts';
import type { RunPlan } from '../run/prepare-run.ts';
import type { Objective } from './objective.ts';
import type { TallyTimes } from './step/objective-tally.ts';
import type { StepEvidence } from './step/step-watch.ts';

/** What generates the load of each step of a search: this machine, or the agents of a fleet. */
export interface LoadGenerator {
  /**
   * Conducts one step as a run of its own. Once the task has seen enough, no further conversation starts, and running ones are
   * interrupted soon.
   * @throws KnownError (112) if the load cannot be carried; LostGenerator.
   */
  conduct(task: StepTask): Promise<GeneratedStep>;
}

/** A part of the load generator is gone: no further step is possible, at whatever load. */
export class LostGenerator extends KnownError {
  constructor(cause: KnownError) {
    super(cause.message, { exit: cause.exit, cause, ...(cause.hint !== undefined && { hint: cause.hint }) });
  }
}

export interface StepTask {
  readonly plan: RunPlan;
  readonly terms: WatchTerms;
  /** Folder of the search; each step has its own folder in it. */
  readonly folder: string;
  /** Called about every second or more often during the step, until it returns that it has seen enough. */
  readonly look: (view: StepView) => boolean;
  readonly observers: readonly RunObserver[];
}

/** What the evidence on a step is gathered for. */
export interface WatchTerms {
  readonly objectives: readonly Objective[];
  readonly times: TallyTimes;
}

/** A step at an instant. */
export interface StepView {
  /** Since its start. */
  readonly elapsedMs: number;
  evidence(): StepEvidence;
  readings(): Readings;
}

export interface GeneratedStep extends ConductedRun {
  /** Of the whole step. */
  readonly readings: Readings;
}
