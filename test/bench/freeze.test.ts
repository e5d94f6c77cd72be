import { describe, expect, it } from 'vitest';
import type { Shard } from '../../src/engine/shard.ts';
import type { TrendName } from '../../src/measure/metrics.ts';
import { omissionNote } from '../../src/report/load-facts.ts';
import type { ThinkTime } from '../../src/scenario/think-time.ts';
import { freezingServer } from '../support/freezing-server.ts';
import { inProcess } from '../support/in-process.ts';
import { openLoadOf } from '../support/open-load.ts';
import { type ShardRun, scenarioOf, shardFor, startShard } from '../support/shard-fixture.ts';

/**
 * The endpoint freezes for F seconds in a run of T seconds with one-turn conversations at a constant rate. Those that are
 * due x seconds before it thaws take x, so the share of conversations that take longer than x + base is (F − x) / T:
 *
 *     p95 = F + base − 0.05 · T       p99 = F + base − 0.01 · T
 *
 * These are the latencies that users experience, whatever the load generator does meanwhile.
 */
const T_MS = 8000;
const F_MS = 3000;
const FROZEN_AFTER_MS = 1000;

const talk = (think: ThinkTime) => scenarioOf([{ completion: { kind: 'first-output' }, timeoutMs: 20_000, think }]);
const AT_ONCE: ThinkTime = { kind: 'constant', ms: 0 };
const SHORT: ThinkTime = { kind: 'constant', ms: 200 };

interface Frozen {
  readonly run: ShardRun;
  readonly quantile: (metric: TrendName, q: number) => number;
}

/** Runs a shard of this load against an endpoint that freezes a second after its start. */
async function frozen(load: Shard['load'] | undefined, think: ThinkTime): Promise<Frozen> {
  let startUs = Number.POSITIVE_INFINITY;
  const server = await freezingServer(() => ({
    fromUs: startUs + FROZEN_AFTER_MS * 1000,
    untilUs: startUs + (FROZEN_AFTER_MS + F_MS) * 1000,
  }));
  const shard = shardFor(
    server,
    { vus: 6, durationMs: T_MS, startSpreadMs: 200 },
    { scenario: talk(think), connectConcurrency: 1000, ...(load && { load }) },
  );
  startUs = shard.startUs;
  const run = startShard(inProcess, shard);
  await run.ended;
  expect(run.broken()).toEqual([]);
  const quantile = (metric: TrendName, q: number) => {
    const reading = run.readings().trend(metric).quantile(q);
    if (reading.kind !== 'measured') throw new Error(`${metric} has no p${q * 100}`);
    return reading.upperUs / 1000;
  };
  return { run, quantile };
}

const open = (maxVus: number) =>
  openLoadOf({ ratePerSecond: 40, durationMs: T_MS, maxVus, whenFull: 'wait', gracefulStopMs: 5000 });

/** The measured quantiles match the closed form within 2 %. */
function expectClosedForm({ run, quantile }: Frozen): void {
  expect(run.readings().counter('conversations_completed')).toBe((40 * T_MS) / 1000);
  const base = quantile('turn_intended', 0.2);
  expect(base).toBeLessThan(100);
  for (const [q, share] of [
    [0.95, 0.05],
    [0.99, 0.01],
  ] as const) {
    const expected = F_MS + base - share * T_MS;
    expect(Math.abs(quantile('turn_intended', q) / expected - 1)).toBeLessThan(0.02);
  }
}

// On a busy machine, one attempt may be off by more than 2 %, but not three.
describe('an endpoint that freezes', { retry: 2 }, () => {
  it('delays all arrivals in an open load; in a closed load each user records one long turn', async () => {
    const [arriving, closed] = await Promise.all([frozen(open(400), AT_ONCE), frozen(undefined, SHORT)]);
    expectClosedForm(arriving);

    const { run, quantile } = closed;
    for (const q of [0.5, 0.95, 0.99])
      expect(Math.abs(quantile('turn', q) - quantile('turn_intended', q))).toBeLessThan(20);
    const turn = run.readings().trend('turn').upper!;
    const long = [...Array(6).keys()].map((place) => turn.valueAtRank(turn.count - place, 'lowest') / 1000);
    expect(Math.min(...long)).toBeGreaterThan(F_MS / 2);
    expect(turn.valueAtRank(turn.count - 6, 'highest') / 1000).toBeLessThan(200);
    const facts = { description: '', stages: [], maxVus: 6 };
    expect(omissionNote({ ...facts, model: 'closed' })).toContain('each user records one long turn');
    expect(omissionNote({ ...facts, model: 'open' })).toContain('turn_intended counts from the scheduled time');
  }, 30_000);

  it('is not visible in turn if there are too few users, but always in turn_intended', async () => {
    const waiting = await frozen(open(14), AT_ONCE);
    expectClosedForm(waiting);
    const { run, quantile } = waiting;
    expect(quantile('turn', 0.95)).toBeLessThan(100);
    expect(run.readings().reasons('starts_late')).toEqual({ 'no-vu': expect.any(Number) });
    expect(quantile('start_delay', 0.95)).toBeGreaterThan(F_MS / 2);
  }, 30_000);
});
