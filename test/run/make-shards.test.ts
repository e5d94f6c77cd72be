import { describe, expect, it } from 'vitest';
import { makeShards, startingAt } from '../../src/run/conduct/make-shards.ts';
import { prepareRun } from '../../src/run/prepare-run.ts';
import { resolveTargets } from '../../src/run/resolve-targets.ts';
import { quickScenario } from '../../src/scenario/quick-scenario.ts';
import { settledEndpoint } from '../support/settled-endpoint.ts';

const STARTED_AT = new Date('2026-01-31T14:25:00Z');
const ENV = { HTTPS_PROXY: 'http://proxy:3128', no_proxy: 'localhost', PATH: '/bin', MY_SECRET: 'x' };

function shardsOf(count: number, options: { 'connect-concurrency'?: number } = {}, network = {}) {
  const targets = resolveTargets({}, { target: ['http://h.example/T'] }, {});
  const plan = prepareRun(quickScenario(['hello']), targets, { vus: 9, ...options });
  const settled = { settled: settledEndpoint('http://127.0.0.1:1/T', { network }) } as Parameters<
    typeof makeShards
  >[1][number];
  return {
    plan,
    shards: startingAt(makeShards(plan, [settled], { env: ENV }, { threads: count }), 5_000_000, STARTED_AT),
  };
}

describe('the shards of a run', () => {
  it('are equal except for their share', () => {
    const { plan, shards } = shardsOf(3);
    expect(shards.map(({ segment }) => segment)).toEqual([0, 1, 2].map((index) => ({ index, count: 3 })));
    const common = shards.map(({ segment: _, connectConcurrency: __, ...rest }) => rest);
    expect(common[0]).toMatchObject({
      runId: plan.id,
      seed: plan.seed,
      startUs: 5_000_000,
      todayMs: STARTED_AT.getTime(),
      load: plan.load,
    });
    expect([common[1], common[2]]).toEqual([common[0], common[0]]);
  });

  it('together open the configured number of connections at once, at least one each', () => {
    const limits = (count: number, total: number) =>
      shardsOf(count, { 'connect-concurrency': total }).shards.map(({ connectConcurrency }) => connectConcurrency);
    expect(limits(1, 50)).toEqual([50]);
    expect(limits(3, 50)).toEqual([17, 17, 16]);
    expect(limits(3, 2)).toEqual([1, 1, 1]);
  });

  it('of a share of the run are its part of them: no other share has them', () => {
    const targets = resolveTargets({}, { target: ['http://h.example/T'] }, {});
    const plan = prepareRun(quickScenario(['hello']), targets, { vus: 9 });
    const ofShare = (index: number, threads: number) =>
      makeShards(plan, [], { env: {} }, { threads, share: { index, count: 3 } }).map(({ segment }) => segment);
    expect(ofShare(1, 2)).toEqual([
      { index: 1, count: 6 },
      { index: 4, count: 6 },
    ]);
    // Shares may have different numbers of threads: each user belongs to one of them.
    const owners = Array.from({ length: 24 }, (_, vu) =>
      [ofShare(0, 1), ofShare(1, 2), ofShare(2, 4)].flat().filter(({ index, count }) => vu % count === index),
    );
    expect(owners.map((all) => all.length)).toEqual(owners.map(() => 1));
  });

  it('start their rotation of local addresses at different positions', () => {
    const localAddresses = ['127.0.0.2', '127.0.0.3', '127.0.0.4'];
    const { shards } = shardsOf(4, {}, { localAddresses, insecure: true });
    const networks = shards.map(({ targets }) => targets[0]!.network);
    expect(networks.map((network) => network.localAddresses?.map((address) => address.at(-1)).join(''))).toEqual([
      '234',
      '342',
      '423',
      '234',
    ]);
    expect(networks.every(({ insecure }) => insecure)).toBe(true);
  });

  it('get only the network variables of the environment', () => {
    const { HTTPS_PROXY, no_proxy } = ENV;
    for (const { env } of shardsOf(2).shards) expect(env).toEqual({ HTTPS_PROXY, no_proxy });
  });
});
