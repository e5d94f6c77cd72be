import { CoreShare } from '../../platform/time/core-share.ts';
import { sleep } from '../../platform/time/sleep.ts';
import type { TimeDeps } from '../../platform/time/time-deps.ts';
import type { Report } from '../../report/report.ts';
import type { MergedFacts } from '../../run/shards/merge-facts.ts';
import { MergedShards } from '../../run/shards/merge-shards.ts';
import type { AgentsAtWork } from './agents-at-work.ts';

/** Length of a pause, in multiples of the work before it. */
const PAUSES = 3;

/**
 * The merged report of a fleet during its load. Merging takes 18 ms per agent, so it goes on agent by agent with pauses, in which
 * leases are extended and messages are received; it takes a quarter of a core while it merges, and 5 % on average.
 */
export class ReportSoFar {
  private readonly agents: Pick<AgentsAtWork, 'shards' | 'isOver'>;
  private readonly adjust: (facts: MergedFacts) => MergedFacts;
  private readonly time: TimeDeps;
  private readonly share: CoreShare;
  private known: Report | undefined;
  private merging: Promise<Report | undefined> | undefined;

  /** `adjust`: see `mergeShards`. */
  constructor(
    agents: Pick<AgentsAtWork, 'shards' | 'isOver'>,
    adjust: (facts: MergedFacts) => MergedFacts,
    time: TimeDeps,
  ) {
    this.agents = agents;
    this.adjust = adjust;
    this.time = time;
    this.share = new CoreShare(time.clock);
  }

  /** A new report if one is due, otherwise the last one; undefined: no agent has sent results yet. */
  newest(): Promise<Report | undefined> {
    if (!this.merging && !this.share.isDue) return Promise.resolve(this.known);
    this.merging ??= this.merge().finally(() => {
      this.merging = undefined;
    });
    return this.merging;
  }

  private async merge(): Promise<Report | undefined> {
    const { clock } = this.time;
    const merged = new MergedShards();
    const shards = this.agents.shards();
    let tookUs = 0;
    for (;;) {
      const beganUs = clock.nowUs();
      const { value: shard } = shards.next();
      if (shard) merged.add(shard);
      else if (!merged.isEmpty) this.known = merged.report(this.adjust);
      const sliceUs = clock.nowUs() - beganUs;
      tookUs += sliceUs;
      if (!shard) break;
      await sleep(this.time, (sliceUs / 1000) * PAUSES);
      if (this.agents.isOver) return this.known;
    }
    this.share.spent(tookUs);
    return this.known;
  }
}
