import { describe, expect, it } from 'vitest';
import { resolveLoad } from '../../../src/run/plan/resolve-load.ts';
import type { RunOptions } from '../../../src/run/run-options.ts';
import {
  describeShare,
  refuseEmptyShares,
  refuseOutputsOfShard,
  resolveShare,
  withSharedIdentity,
} from '../../../src/run/shards/resolve-share.ts';
import { parseThreshold } from '../../../src/verdict/parse-threshold.ts';
import { scenarioOf } from '../../support/shard-fixture.ts';

const START = '2026-12-01T10:00:00Z';
const START_MS = Date.UTC(2026, 11, 1, 10);
const share = (shard?: string, startAt?: string, env: Readonly<Record<string, string>> = {}) =>
  resolveShare({ ...(shard !== undefined && { shard }), ...(startAt !== undefined && { 'start-at': startAt }) }, env);

describe('the share of a run', () => {
  it('is the whole run without options', () => {
    expect(share()).toBeUndefined();
  });

  it.each([
    ['1/1', 0, 1],
    ['3/8', 2, 8],
    ['8/8', 7, 8],
  ])('%s is a part of it', (text, index, count) => {
    expect(share(text, START)).toEqual({ index, count, startMs: START_MS });
  });

  it.each([
    [{ JOB_COMPLETION_INDEX: '0', JOB_COMPLETIONS: '4' }, 0, 4],
    [{ AWS_BATCH_JOB_ARRAY_INDEX: '3', AWS_BATCH_JOB_ARRAY_SIZE: '4' }, 3, 4],
    [{ CI_NODE_INDEX: '1', CI_NODE_TOTAL: '2' }, 0, 2],
    [{ SLURM_ARRAY_TASK_ID: '7', SLURM_ARRAY_TASK_COUNT: '3', SLURM_ARRAY_TASK_MIN: '5' }, 2, 3],
  ])('auto reads the numbers of a batch job: %j', (env, index, count) => {
    expect(share('auto', START, env as unknown as Record<string, string>)).toEqual({ index, count, startMs: START_MS });
  });

  it('accepts a start with an offset, and with fractions of a second', () => {
    expect(share('1/2', '2026-12-01T11:00:00+01:00')?.startMs).toBe(START_MS);
    expect(share('1/2', '2026-12-01T10:00:00.250Z')?.startMs).toBe(START_MS + 250);
  });

  it.each([
    ['0/4', START, {}, /^--shard must be K\/N with K from 1 to N, or auto \(got "0\/4"\)$/],
    ['5/4', START, {}, /^--shard must be K\/N/],
    ['2', START, {}, /^--shard must be K\/N/],
    ['1/4', undefined, {}, /^--shard needs --start-at/],
    [undefined, START, {}, /^--start-at needs --shard$/],
    ['1/4', '2026-12-01 10:00', {}, /^--start-at must be a date and time with a time zone/],
    ['1/4', '2026-12-01T10:00:00', {}, /time zone/],
    ['1/4', '2026-13-01T10:00:00Z', {}, /time zone/],
    ['auto', START, {}, /^--shard auto: no batch system found in the environment$/],
    [
      'auto',
      START,
      { JOB_COMPLETION_INDEX: '4', JOB_COMPLETIONS: '4' },
      /JOB_COMPLETION_INDEX=4 and JOB_COMPLETIONS=4/,
    ],
    ['auto', START, { JOB_COMPLETION_INDEX: '1' }, /JOB_COMPLETIONS= are not a valid shard$/],
  ])('refuses --shard %s --start-at %s', (shard, startAt, env, message) => {
    expect(() => share(shard, startAt, env)).toThrow(message);
  });

  it('refuses more shards than virtual users or conversations', () => {
    const load = resolveLoad(scenarioOf([{}]), { vus: 3, conversations: 2 });
    expect(() => refuseEmptyShares({ count: 4, noun: 'agent' }, load)).toThrow(
      '2 conversations cannot be divided among 4 agents: each agent needs at least one',
    );
    expect(() => refuseEmptyShares({ count: 2 }, load)).not.toThrow();
  });

  it('says in the plan which share it is, and that nothing aborts', () => {
    const share = { index: 2, count: 8, startMs: START_MS };
    expect(describeShare(share, [])).toEqual(['shard         3/8 of this load, from 2026-12-01T10:00:00.000Z']);
    const aborting = { ...parseThreshold('turn p95 < 1s'), abortAfterMs: 0 };
    expect(describeShare(share, [aborting])[1]).toContain('does not apply');
  });

  it('refuses outputs that only the whole run has', () => {
    expect(() => refuseOutputsOfShard({ out: ['json=x'] })).toThrow('--out cannot be combined with --shard');
    expect(() => refuseOutputsOfShard({ 'report-dir': 'x', out: ['turns=x'], trace: 1 })).not.toThrow();
    expect(() => refuseOutputsOfShard({ dashboard: { host: '127.0.0.1', port: 0 } })).toThrow('--dashboard cannot');
  });
});

describe('the identity of a run in shards', () => {
  const scenario = scenarioOf([{}, {}]);
  const identity = (options: RunOptions = {}, startMs = START_MS, count = 4) =>
    withSharedIdentity<RunOptions>({ vus: 8, ...options }, scenario, { index: 0, count, startMs });

  it('is the same for each shard', () => {
    const { seed, 'run-id': id } = identity();
    expect(identity()).toMatchObject({ seed, 'run-id': id });
    expect(id).toMatch(/^plv-[0-9a-z]{8}$/);
  });

  it('differs with the load, the start and the number of shards', () => {
    const ids = [identity(), identity({ vus: 9 }), identity({}, START_MS + 1), identity({}, START_MS, 5)];
    expect(new Set(ids.map((options) => options['run-id'])).size).toBe(4);
  });

  it('is what the options say', () => {
    expect(identity({ seed: 7, 'run-id': 'mine' })).toMatchObject({ seed: 7, 'run-id': 'mine' });
  });
});
