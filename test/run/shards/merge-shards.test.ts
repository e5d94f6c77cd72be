import { describe, expect, it } from 'vitest';
import type { ExemplarConversation } from '../../../src/measure/exemplars.ts';
import { tee } from '../../../src/measure/sample.ts';
import { SeriesTable } from '../../../src/measure/series.ts';
import { mergeShards } from '../../../src/run/shards/merge-shards.ts';
import type { NamedShard } from '../../../src/run/shards/shard-identity.ts';
import { parseThreshold } from '../../../src/verdict/parse-threshold.ts';
import { ScopedThresholds } from '../../../src/verdict/scoped-thresholds.ts';
import { appendConversation, recorderOf, SHAPE } from '../../support/sample-run.ts';
import { sampleShard } from '../../support/sample-shard.ts';

const THRESHOLDS = ['turn p90 < 2s in 50% of windows', 'turn max < 3s in steady', 'turn p50 < 1s'].map(parseThreshold);
const MINUTE = {
  steady: [{ fromMs: 0, toMs: 45_000 }],
  measured: [{ fromMs: 0, toMs: 45_000 }],
  longestTurnMs: 30_000,
};

function exemplar(number: number, longestTurnMs: number): ExemplarConversation {
  const session = { vu: number, sessionId: `s-${number}`, outcome: 'completed', startedMs: 0, turns: [] };
  return { target: 'eu', conversation: 'book a table', number, longestTurnMs, ...session };
}

/** 40 conversations of each shard, at instants and with times of its own. */
function measuredShard(number: number): NamedShard {
  const { table, recorder } = recorderOf(SHAPE, `${number}/3`);
  const scoped = new ScopedThresholds(THRESHOLDS, () => MINUTE, new SeriesTable(SHAPE).keys);
  for (let index = 0; index < 40; index++) {
    const us = 400_000 + number * 1_000 + index * 7_919;
    const turn = {
      step: index % 2,
      atMs: index * 1000 + number,
      outcome: 'completed',
      firstOutputUs: us,
      turnUs: us,
    } as const;
    appendConversation(tee(recorder, scoped), table, [turn]);
  }
  const kept = [exemplar(number, 500 * number), exemplar(number + 10, 400)];
  return sampleShard(
    number,
    { thresholds: THRESHOLDS, exemplars: { slowest: kept, random: kept }, notes: [`note of shard ${number}`] },
    {
      snapshot: recorder.snapshot(),
      scoped: scoped.encode(45_000),
      addresses: [{ target: 'eu', address: `10.0.0.${number}`, connects: 40 }],
    },
  );
}

describe('merged shards', () => {
  const [first, second, third] = [1, 2, 3].map(measuredShard) as [NamedShard, NamedShard, NamedShard];

  it('give the same report in any order', () => {
    const report = mergeShards([first, second, third]);
    expect(report.metrics.turn).toMatchObject({ kind: 'trend', count: 120 });
    expect(report.thresholds.map(({ state }) => state)).toEqual(['pass', 'pass', 'pass']);
    expect(report.exemplars.map(({ number }) => number)).toHaveLength(6);
    const orders = [
      [third, second, first],
      [second, third, first],
    ];
    for (const order of orders) expect(JSON.stringify(mergeShards(order))).toBe(JSON.stringify(report));
  });

  it('are read one by one, up to the first that cannot be merged', () => {
    let read = 0;
    function* reading() {
      for (const shard of [first, first, second]) {
        read += 1;
        yield shard;
      }
    }
    expect(() => mergeShards(reading())).toThrow('shard 1 is given twice');
    expect(read).toBe(2);
  });
});
