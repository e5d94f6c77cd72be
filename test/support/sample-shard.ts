import { closedLoad } from '../../src/load/closed-load.ts';
import type { ShardState } from '../../src/run/shards/shard-file.ts';
import type { NamedShard } from '../../src/run/shards/shard-identity.ts';
import { sampleFacts } from './sample-report.ts';
import { recorderOf, SHAPE } from './sample-run.ts';

export type ShardRunFacts = ShardState['facts'];

export const SHARD_IDENTITY: ShardState['identity'] = {
  palaver: '1.0.0',
  scenario: 'ab',
  load: closedLoad({ vus: 40, durationMs: 45_000, gracefulStopMs: 1000, startSpreadMs: 0 }),
  targetOrder: { kind: 'together' },
  targets: ['eu'],
  thresholds: [],
  seed: 1,
  run: 'plv-1',
  startAt: '2026-12-01T10:00:00.000Z',
  shards: 3,
};

/** Shard `number` from 1, of three, as its file would have it. */
export function sampleShard(
  number: number,
  facts: Partial<ShardRunFacts> = {},
  more: Partial<ShardState> = {},
): NamedShard {
  const { scoped: _, ...own } = sampleFacts(facts);
  const state: ShardState = {
    identity: SHARD_IDENTITY,
    index: number - 1,
    host: `host-${number}`,
    facts: own,
    addresses: [{ target: 'eu', address: '10.0.0.1', connects: number }],
    snapshot: recorderOf(SHAPE, `${number}/3`).recorder.snapshot(),
    scoped: [],
    ...more,
  };
  return { state, path: `shard-${number}.json.gz` };
}
