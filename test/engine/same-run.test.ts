import { describe, expect, it } from 'vitest';
import { closedLoad } from '../../src/load/closed-load.ts';
import type { LoadProfile } from '../../src/load/load-profile.ts';
import { openLoad } from '../../src/load/open-load.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { inProcess } from '../support/in-process.ts';
import { mock } from '../support/mock-fixture.ts';
import { shardFor, startShard } from '../support/shard-fixture.ts';

// A think time during which the thread was blocked is longer than drawn: these are longer than it is usually blocked.
const SCENARIO = `
defaults: { think: lognormal 150ms 0.3 }
conversations:
  - name: guest
    weight: 2
    feed: { file: guests.csv, order: shuffled }
    steps:
      - say: { oneOf: [ "{{guest}}", "{{guest}} {{$number 1 1000000}}", "{{$uuid}}" ] }
      - repeat: { times: 2, steps: [ "{{$number 1 1000000}} of {{$conversation}}" ] }
  - name: passer-by
    steps: [ { say: { oneOf: [ hello, hi, hey ] } }, "{{$oneOf a b c}} {{$date}}" ]
`;
const { conversations } = loadScenario(SCENARIO, 'scenarios/same.yml', { env: {}, needTargets: false });

/** What each conversation said (an echo bot repeats it) and how long it thought, by number. */
async function talksOf(load: LoadProfile, shards: number, seed: number) {
  const server = await mock({ bot: 'echo', delay: '5ms', workers: 50 });
  const runs = Array.from({ length: shards }, (_, index) => {
    const shard = shardFor(server, { vus: 1, conversations: 1 }, { segment: { index, count: shards }, seed });
    return startShard(inProcess, { ...shard, load, scenario: { ...shard.scenario, conversations } });
  });
  await Promise.all(runs.map((run) => run.ended));
  for (const run of runs) expect(run.broken()).toEqual([]);
  const kept = runs.flatMap((run) => {
    const { slowest, random } = run.findings().exemplars;
    return [...slowest, ...random];
  });
  return new Map(
    kept.map(({ number, conversation, turns }) => {
      const said = turns.map(({ replies }) => replies[0]?.hash);
      const thought = turns.slice(1).map(({ intendedMs }, index) => Math.round(intendedMs - turns[index]!.endedMs));
      return [number, { conversation, said, thought }];
    }),
  );
}

const LOADS: readonly (readonly [string, LoadProfile])[] = [
  ['closed', closedLoad({ vus: 5, conversations: 15, startSpreadMs: 50, gracefulStopMs: 5000 })],
  [
    'open',
    openLoad({
      ratePerSecond: 30,
      durationMs: 500,
      arrivals: 'poisson',
      maxVus: 50,
      whenFull: 'wait',
      gracefulStopMs: 5000,
    }),
  ],
];

describe.each(LOADS)('the same seed in a %s load', (_model, load) => {
  it('yields the same conversations, rows, utterances and think times with any number of shards', async () => {
    const [whole, halves, thirds, other] = await Promise.all([
      talksOf(load, 1, 7),
      talksOf(load, 2, 7),
      talksOf(load, 3, 7),
      talksOf(load, 2, 8),
    ]);
    expect(whole.size).toBeGreaterThan(8);
    const inOrder = (talks: typeof whole) => [...talks].sort(([left], [right]) => left - right);
    expect(inOrder(halves)).toEqual(inOrder(whole));
    expect(inOrder(thirds)).toEqual(inOrder(whole));
    expect(inOrder(other)).not.toEqual(inOrder(whole));
  });
});
