import { describe, expect, it } from 'vitest';
import { closedLoad } from '../../../src/load/closed-load.ts';
import { FactsOfShards, nameShards } from '../../../src/run/shards/merge-facts.ts';
import type { ShardState } from '../../../src/run/shards/shard-file.ts';
import { AdmittedShards, type NamedShard } from '../../../src/run/shards/shard-identity.ts';
import { sampleFacts } from '../../support/sample-report.ts';
import {
  type ShardRunFacts as Facts,
  SHARD_IDENTITY as IDENTITY,
  sampleShard as shard,
} from '../../support/sample-shard.ts';

function mergeFacts(shards: readonly NamedShard[]) {
  const facts = new FactsOfShards();
  for (const { state } of shards) facts.add(state);
  const merged = facts.merged();
  return { ...merged, endings: nameShards(merged.endings) };
}

function admit(shards: readonly NamedShard[]): void {
  const admitted = new AdmittedShards();
  for (const each of shards) admitted.admit(each);
}

const generator = (more: Partial<Facts['generator']>): Partial<Facts> => ({
  generator: { ...sampleFacts().generator, ...more },
});
const withRun = (more: Partial<Facts['run']>): Partial<Facts> => ({ run: { ...sampleFacts().run, ...more } });

describe('the facts of merged shards', () => {
  it('are of the whole run: the longest duration, all connections, all load threads', () => {
    const merged = mergeFacts([shard(1), shard(2, withRun({ durationMs: 47_000 })), shard(3)]);
    expect(merged.run).toMatchObject({ durationMs: 47_000, partial: false, stopReason: 'time' });
    expect(merged.targets[0]!.addresses).toEqual({ '10.0.0.1': 6 });
    expect(merged.generator.workers).toHaveLength(3 * sampleFacts().generator.workers.length);
    expect(merged.endings).toEqual([]);
    expect(merged.settled).toBe(true);
  });

  it('name the machine with the fewest cores to spare, whose readings decide', () => {
    const merged = mergeFacts([
      shard(1, generator({ cpus: 4, otherCpuCores: 0, idleCpuCores: 3 })),
      shard(2, generator({ cpus: 4, otherCpuCores: 2, idleCpuCores: 0.5 })),
      shard(3, generator({ cpus: 4, otherCpuCores: 0.5, idleCpuCores: 2 })),
    ]);
    expect(merged.generator).toMatchObject({ mostLoaded: '2/3', otherCpuCores: 2 });
    expect(merged.generator.machines?.map(({ host }) => host)).toEqual(['host-1', 'host-2', 'host-3']);
  });

  it('say which shards are missing, and what ended one early', () => {
    const budget = { exit: 'budget', text: 'the budget of 5 inputs is used up' } as const;
    const merged = mergeFacts([shard(2, { endings: [budget], ...withRun({ partial: true, stopReason: 'budget' }) })]);
    expect(merged.endings.map(({ exit, text }) => `${exit}: ${text}`)).toEqual([
      'incomplete: shards 1 and 3 of 3 are missing; the results are those of the others; add their files and merge again',
      'budget: shard 2/3: the budget of 5 inputs is used up',
    ]);
    expect(merged).toMatchObject({ run: { partial: true, stopReason: 'budget' }, settled: false });
  });

  it('list at most ten missing shards', () => {
    const many = shard(1, {}, { identity: { ...IDENTITY, shards: 40 } });
    expect(mergeFacts([many]).endings[0]!.text).toMatch(/^shards 2, 3, .*, 11 and 29 more of 40 are missing;/);
  });

  it('name shards that ended for the same reason together', () => {
    const ended = (text: string) => ({ endings: [{ exit: 'incomplete' as const, text }] });
    const merged = mergeFacts([shard(1, ended('no lease')), shard(2, ended('killed')), shard(3, ended('no lease'))]);
    expect(merged.endings.map(({ text }) => text)).toEqual(['shards 1 and 3 of 3: no lease', 'shard 2/3: killed']);
  });

  it('have the traces of all shards, in the order of one machine', () => {
    const trace = (number: number, target: string) => ({
      target,
      number,
      conversation: 'c',
      vu: number,
      sessionId: `s${number}`,
      startedMs: 0,
      hashed: true,
      lines: [],
    });
    const [first, second] = [...IDENTITY.targets, 'zz'];
    const identity = { ...IDENTITY, targets: [second!, first!] };
    const merged = mergeFacts([
      shard(1, { traces: [trace(0, first!), trace(3, first!)] }, { identity }),
      shard(2, { traces: [trace(1, first!), trace(1, second!)] }, { identity }),
      shard(3, {}, { identity }),
    ]);
    expect(merged.traces?.map(({ number, target }) => `${number} ${target}`)).toEqual([
      `0 ${first}`,
      `1 ${second}`,
      `1 ${first}`,
      `3 ${first}`,
    ]);
    expect(mergeFacts([shard(1), shard(2), shard(3)])).not.toHaveProperty('traces');
  });

  it('are incomplete where a shard only left a checkpoint', () => {
    const merged = mergeFacts([shard(1, withRun({ stopReason: 'running', partial: true })), shard(2), shard(3)]);
    expect(merged.endings).toEqual([
      {
        exit: 'incomplete',
        text: 'shard 1/3: the process was killed, or is still running; later data are missing; if it is still running, merge again when it has ended',
      },
    ]);
  });
});

describe('shards of another run', () => {
  it.each<[keyof ShardState['identity'], unknown, string]>([
    ['palaver', '2.0.0', 'palaver version'],
    ['scenario', 'cd', 'scenario'],
    ['seed', 2, 'seed'],
    ['run', 'plv-2', 'run id'],
    ['startAt', '2026-12-01T11:00:00.000Z', 'start'],
    ['shards', 4, 'number of shards'],
    ['load', closedLoad({ vus: 41, durationMs: 45_000, gracefulStopMs: 1000, startSpreadMs: 0 }), 'load'],
    ['thresholds', ['turn p95 < 1s'], 'thresholds'],
  ])('are refused: another %s', (key, value, name) => {
    const other = shard(2, {}, { identity: { ...IDENTITY, [key]: value } });
    expect(() => admit([shard(1), other])).toThrow(
      `shard-2.json.gz and shard-1.json.gz are not shards of the same run: different ${name}`,
    );
  });

  it('and one given twice', () => {
    expect(() => admit([shard(1), shard(2), shard(1)])).toThrow('shard 1 is given twice');
    expect(() => admit([shard(1), shard(2), shard(3)])).not.toThrow();
  });
});
