import { WorkerThreads } from '../distribute/worker-threads.ts';
import { packageVersion } from '../platform/files/package-facts.ts';
import type { SystemDeps } from '../platform/system-deps.ts';
import type { Calibration } from '../report/calibration-schema.ts';
import { chooseWorkers, workerNeeds } from '../run/choose-workers.ts';
import { conductRun } from '../run/conduct-run.ts';
import type { SettledTarget } from '../run/preflight.ts';
import { preflightGenerator } from '../run/preflight-generator.ts';
import type { RunOptions } from '../run/run-options.ts';
import type { RunningLoad } from '../run/running-load.ts';
import type { GeneratedStep, LoadGenerator, StepTask } from './load-generator.ts';
import { StepObserver } from './step/step-observer.ts';

interface LocalDeps {
  readonly system: SystemDeps;
  readonly settled: readonly SettledTarget[];
  readonly options: Pick<RunOptions, 'workers' | 'mock' | 'yes'>;
  readonly calibration: Calibration | undefined;
  readonly onNotice: (message: string) => void;
  readonly lost: Promise<string> | undefined;
}

/** This machine. */
export class LocalGenerator implements LoadGenerator {
  private readonly deps: LocalDeps;

  constructor(deps: LocalDeps) {
    this.deps = deps;
  }

  async conduct({ plan, terms, folder, look, observers }: StepTask): Promise<GeneratedStep> {
    const { system, settled, options, calibration, onNotice, lost } = this.deps;
    const workers = chooseWorkers(workerNeeds(plan, options, { cpus: system.machine.cpus, calibration })).count;
    const shortages = await preflightGenerator(plan, { workers }, options, system);
    let load: RunningLoad | undefined;
    let isEnough = false;
    const watching = new StepObserver(terms, (watch, running) => {
      load = running;
      if (isEnough) return;
      const view = {
        elapsedMs: running.elapsedMs(),
        evidence: () => watch.evidence(),
        readings: () => running.recorder.readings(),
      };
      isEnough = look(view);
      if (isEnough) running.stop();
    });
    const conducted = await conductRun(plan, settled, {
      system,
      executor: new WorkerThreads(system),
      workers,
      reportDir: folder,
      version: packageVersion(),
      calibration,
      warnings: shortages.map((shortage) => `Before the load: ${shortage}.`),
      observers: [watching, ...observers],
      onNotice,
      lost,
    });
    return { ...conducted, readings: load!.recorder.readings() };
  }
}
