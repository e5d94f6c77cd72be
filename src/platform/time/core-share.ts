import type { Clock } from './clock.ts';

/** Maximum share of a core. */
const MAX_OF_A_CORE = 0.05;

/** Work that is repeated, at most at 5 % of a core: what takes long is done less often. */
export class CoreShare {
  private readonly clock: Clock;
  private notBeforeUs = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  get isDue(): boolean {
    return this.clock.nowUs() >= this.notBeforeUs;
  }

  /** The work has ended now. `tookUs`: what it took of a core. */
  spent(tookUs: number): void {
    this.notBeforeUs = this.clock.nowUs() - tookUs + tookUs / MAX_OF_A_CORE;
  }
}
