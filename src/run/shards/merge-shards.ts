import { Readings } from '../../measure/readings.ts';
import { SnapshotSum } from '../../measure/recorder/merge-snapshots.ts';
import { SeriesTable } from '../../measure/series.ts';
import { buildReport } from '../../report/build-report.ts';
import type { Report } from '../../report/report.ts';
import { ScopedThresholds } from '../../verdict/scoped-thresholds.ts';
import { scopeTimesOf } from '../conduct/scope-times-of.ts';
import { mergeFacts } from './merge-facts.ts';
import { refuseUnknownPlaces } from './places-of-shards.ts';
import { type NamedShard, refuseStrangers } from './shard-identity.ts';

/**
 * The report that one machine would have given: histograms are added bucket by bucket, thresholds, invariants and the verdict
 * are judged on the whole. Instants count from the start of each shard, so clocks need not agree.
 * @throws KnownError if the shards are not of one run, one is given twice, or a threshold is on a place that none of them has.
 */
export function mergeShards(given: readonly NamedShard[]): Report {
  const shards = given.toSorted((left, right) => left.state.index - right.state.index);
  refuseStrangers(shards);
  refuseUnknownPlaces(shards, shards[0]!.state.facts.thresholds);
  const { identity, facts: own } = shards[0]!.state;
  const sum = new SnapshotSum();
  for (const { state } of shards) sum.add(state.snapshot, state.place);
  const facts = mergeFacts(shards);
  const targets = identity.targets.map((name) => ({ name }));
  const times = { maxTurnMs: own.scenario.maxTurnMs, load: identity.load, targets, targetOrder: identity.targetOrder };
  const snapshot = sum.snapshot();
  const scoped = new ScopedThresholds(
    facts.thresholds,
    scopeTimesOf(times),
    new SeriesTable(snapshot.shape as ConstructorParameters<typeof SeriesTable>[0]).keys,
  );
  for (const { state } of shards) scoped.add(state.scoped, state.place);
  const judged = {
    ...facts,
    scoped: (threshold: (typeof facts.thresholds)[number]) => scoped.of(threshold)?.result(facts.run.durationMs),
  };
  return buildReport(snapshot, judged, new Readings(sum.all()));
}
