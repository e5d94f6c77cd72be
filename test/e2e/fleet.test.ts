import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LatencyHistogram } from '../../src/measure/histogram/histogram.ts';

import { FLEET_SCENARIO, type FleetAgent, fleetOf, shardIn } from '../support/fleet.ts';
import { hasNats, NATS_HINT, startNats } from '../support/nats-server.ts';
import {
  countIn,
  isPass,
  onlyReport,
  palaver,
  planOf,
  reasonsBeside,
  scenarioFile,
  startPalaver,
  tempFolder,
} from '../support/palaver.ts';
import { readTurns } from '../support/turns-file.ts';

const EU_AND_US: readonly FleetAgent[] = [
  { name: 'first', place: 'eu' },
  { name: 'second', place: 'us' },
];

describe.skipIf(!hasNats)(`a run on a fleet${hasNats ? '' : NATS_HINT}`, { timeout: 120_000 }, () => {
  it('gives one report: the sum of what its agents measured, with rows per place', async () => {
    const { mock, run, folder, report, env } = await fleetOf(EU_AND_US);
    const { code } = await run('--place', 'eu=1', '--place', 'us=1', '--seed', '7', '--out', 'turns=all.jsonl')
      .finished;
    const merged = report();
    expect(isPass(merged, code)).toBe(true);
    expect(reasonsBeside(merged)).toEqual([]);
    expect(countIn(merged, 'conversations_completed')).toBe(18);
    expect(countIn(merged, 'inputs_sent')).toBe(mock.stats().inputs);
    const sum = new LatencyHistogram();
    for (const { snapshot } of ['first', 'second'].map((name) => shardIn(join(folder, name))!))
      for (const { metric, upper } of snapshot.trends) if (metric === 'turn') sum.addPacked(upper);
    const { turn } = merged.metrics;
    expect(turn).toMatchObject({ count: countIn(merged, 'turns_completed'), histogram: sum.encode() });
    const turns = ['first', 'second'].map((name, index) =>
      readTurns(join(folder, name, `${merged.run.id}-shard-${index + 1}-of-2-all.jsonl`)),
    );
    expect(turns.map(({ header }) => header.place)).toEqual(['eu', 'us']);
    expect(turns.flatMap((file) => file.turns)).toHaveLength(countIn(merged, 'turns_completed'));
    const alone = join(folder, 'alone');
    await palaver(['run', join(folder, 'scenario.yml'), '--no-thresholds', '--seed', '7', '--report-dir', alone], env);
    expect(planOf(merged)).toHaveLength(18);
    expect(planOf(merged)).toEqual(planOf(onlyReport(alone)));
    expect(merged.places?.map(({ place }) => place)).toEqual(['eu', 'us']);
    expect(merged.generator.machines?.map(({ agent, place }) => `${agent} ${place}`)).toEqual([
      'first eu',
      'second us',
    ]);
  });
});

describe.skipIf(!hasNats)(`a fleet refuses${hasNats ? '' : NATS_HINT}`, { timeout: 120_000 }, () => {
  it('too few agents, a place that none has, and a host that is not allowed', async () => {
    const { run, nats, folder, env } = await fleetOf([{ name: 'only', place: 'eu' }]);
    const few = await run('--agents', '2', '--wait', '1s').finished;
    expect([few.code, few.stderr]).toEqual([
      112,
      expect.stringContaining('too few agents after 1.00 s: 1 of 2 agents are free'),
    ]);
    const nowhere = await run('--place', 'mars=1', '--wait', '1s').finished;
    expect([nowhere.code, nowhere.stderr]).toEqual([104, expect.stringContaining('no agent has the place "mars"')]);
    const twin = await palaver(['agent', '--fleet', nats, '--name', 'only', '--report-dir', folder], env);
    expect([twin.code, twin.stderr]).toEqual([104, expect.stringContaining('already has an agent named only')]);
  });

  it('a server that is not there, and wrong credentials', async () => {
    const url = await startNats(['--user', 'palaver', '--pass', 'right-password']);
    const wrong = { PALAVER_FLEET_USER: 'palaver', PALAVER_FLEET_PASSWORD: 'wrong-password' };
    const refused = await palaver(['agent', '--fleet', url], wrong);
    expect([refused.code, refused.stderr]).toEqual([104, expect.stringContaining('refused the credentials')]);
    expect(refused.stderr).not.toContain('wrong-password');
    const absent = await palaver(['agent', '--fleet', 'nats://127.0.0.1:1']);
    expect([absent.code, absent.stderr]).toEqual([112, expect.stringContaining('cannot be reached')]);
  });

  it('an unencrypted token; with a fleet key it is sent encrypted', async () => {
    const { nats, mock } = await fleetOf([]);
    const folder = tempFolder();
    const url = `${mock.url}/token-in-clear`;
    const file = scenarioFile(folder, FLEET_SCENARIO.replace(/\$\{BOT_URL\}/, url));
    const words = [
      'run',
      file,
      '--fleet',
      nats,
      '--report-dir',
      join(folder, 'run'),
      '--wait',
      '2s',
      '--no-thresholds',
    ];
    const clear = await palaver(words);
    expect([clear.code, clear.stderr]).toEqual([104, expect.stringContaining('sent to the agents unencrypted')]);
    const key = scenarioFile(tempFolder(), 'a-long-random-passphrase-of-tests');
    const agent = startPalaver([
      'agent',
      '--fleet',
      nats,
      '--fleet-key-file',
      key,
      '--report-dir',
      join(folder, 'agent'),
    ]);
    onTestFinished(() => {
      agent.process.kill('SIGKILL');
    });
    await agent.said('in the fleet');
    const sealed = await palaver([...words, '--fleet-key-file', key]);
    expect(isPass(onlyReport(join(folder, 'run')), sealed.code)).toBe(true);
  });
});
