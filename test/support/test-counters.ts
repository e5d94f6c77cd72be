import { ArrivalCounters } from '../../src/engine/arrival-counters.ts';
import { SeriesTable } from '../../src/measure/series.ts';
import { ListSink } from './list-sink.ts';
import { SHAPE } from './sample-run.ts';

const COUNTERS = ['conversations_due', 'conversations_dropped', 'conversations_waiting', 'starts_late'] as const;

/** The counters of a loop with conversations of one kind, and the samples appended to them. */
export function testCounters(startUs: number) {
  const sink = new ListSink();
  const table = new SeriesTable(SHAPE);
  return {
    counters: new ArrivalCounters(sink, startUs, () => table.conversation(0, 0)),
    /** `{ conversations_due: 3 }`: counters that are not 0. */
    told: () =>
      Object.fromEntries(COUNTERS.map((name) => [name, sink.count(table, name)]).filter(([, count]) => count !== 0)),
    /** Of one counter: `counter @20`, with its reason where it has one. */
    entries: (metric: (typeof COUNTERS)[number]) => sink.of(table, metric),
  };
}
