import type { RunObserver } from '../../live/run-observer.ts';
import type { RunningLoad } from '../../run/running-load.ts';
import type { WatchTerms } from '../load-generator.ts';
import { GRAIN_MS } from './grains.ts';
import { StepWatch } from './step-watch.ts';

/** Gathers the evidence on the load of this process. */
export class StepObserver implements RunObserver<RunningLoad> {
  readonly tickMs = GRAIN_MS;
  private readonly terms: WatchTerms;
  private readonly onObserved: (watch: StepWatch, load: RunningLoad) => void;
  private watch: StepWatch | undefined;

  /** `onObserved`: called after each observation. */
  constructor(terms: WatchTerms, onObserved: (watch: StepWatch, load: RunningLoad) => void) {
    this.terms = terms;
    this.onObserved = onObserved;
  }

  begin(load: RunningLoad): void {
    const { objectives, times } = this.terms;
    this.watch = new StepWatch(objectives, load.recorder.table.keys, times, () => load.elapsedMs());
  }

  samples(): StepWatch | undefined {
    return this.watch;
  }

  tick(load: RunningLoad): void {
    load.drain();
    this.watch!.observe();
    this.onObserved(this.watch!, load);
  }
}
