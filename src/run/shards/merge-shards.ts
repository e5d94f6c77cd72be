import type { Readings } from '../../measure/readings.ts';
import { SnapshotSum } from '../../measure/recorder/merge-snapshots.ts';
import { SeriesTable } from '../../measure/series.ts';
import { KnownError } from '../../platform/known-error.ts';
import { buildReport } from '../../report/build-report.ts';
import type { Report } from '../../report/report.ts';
import { ScopedThresholds } from '../../verdict/scoped-thresholds.ts';
import type { Threshold } from '../../verdict/threshold.ts';
import { scopeTimesOf } from '../conduct/scope-times-of.ts';
import { FactsOfShards, type MergedFacts, nameShards } from './merge-facts.ts';
import { refuseUnknownPlaces } from './places-of-shards.ts';
import type { ShardState } from './shard-file.ts';
import { AdmittedShards, type NamedShard } from './shard-identity.ts';

/**
 * The report that one machine would have given: histograms are added bucket by bucket, thresholds, invariants and the verdict
 * are judged on the whole. Instants count from the start of each shard, so clocks need not agree. Their order does not matter;
 * only sums are kept of each. `adjust`: adds what else is known of the run.
 * @throws KnownError if there is none (112), they are not of one run, one is given twice, or a threshold is on a place that none
 * of them has.
 */
export function mergeShards(shards: Iterable<NamedShard>, adjust?: (facts: MergedFacts) => MergedFacts): Report {
  const merged = new MergedShards();
  for (const shard of shards) merged.add(shard);
  return merged.report(adjust);
}

/** `mergeShards`, step by step. */
export class MergedShards {
  private readonly admitted = new AdmittedShards();
  private readonly sum = new SnapshotSum();
  private readonly facts = new FactsOfShards();
  private scoped: ScopedSum | undefined;

  add(shard: NamedShard): void {
    const { state } = shard;
    this.admitted.admit(shard);
    this.sum.add(state.snapshot, state.place);
    this.facts.add(state);
    this.scoped ??= scopedSum(state);
    this.scoped.all.add(state.scoped, state.place);
  }

  /** Of all that were added. */
  get readings(): Readings {
    return this.sum.measurements().readings;
  }

  get isEmpty(): boolean {
    return this.scoped === undefined;
  }

  /** After the last one. @throws a KnownError (112) if there was none. */
  report(adjust = (facts: MergedFacts) => facts): Report {
    if (!this.scoped) throw new KnownError('there are no results to merge', { exit: 'incomplete' });
    const { thresholds, all } = this.scoped;
    refuseUnknownPlaces(this.facts.shards, thresholds);
    const merged = adjust(this.facts.merged());
    const { durationMs } = merged.run;
    const endings = nameShards(merged.endings);
    const judged = {
      ...merged,
      endings,
      thresholds,
      scoped: (threshold: Threshold) => all.of(threshold)?.result(durationMs),
    };
    return buildReport(this.sum.measurements(), judged);
  }
}

interface ScopedSum {
  readonly thresholds: readonly Threshold[];
  readonly all: ScopedThresholds;
}

function scopedSum({ identity, facts, snapshot }: ShardState): ScopedSum {
  const { load, targetOrder } = identity;
  const targets = identity.targets.map((name) => ({ name }));
  const times = scopeTimesOf({ maxTurnMs: facts.scenario.maxTurnMs, load, targets, targetOrder });
  const { keys } = new SeriesTable(snapshot.shape as ConstructorParameters<typeof SeriesTable>[0]);
  return { thresholds: facts.thresholds, all: new ScopedThresholds(facts.thresholds, times, keys) };
}
