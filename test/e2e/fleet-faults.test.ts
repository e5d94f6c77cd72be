import { spawn } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type FleetAgent, fleetOf, inputsIn, shardFilesIn, shardIn } from '../support/fleet.ts';
import { hasNats, NATS_HINT } from '../support/nats-server.ts';
import { countIn, isPass, onlyReport, palaver, reasonsBeside, tempFolder } from '../support/palaver.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const WRONG_CLOCK = new URL('../support/wrong-clock.mjs', import.meta.url).href;

/** About twelve seconds of load: shard files are saved twice meanwhile. */
const scenario = `
name: fleet
targets:
  bot: \${BOT_URL}
defaults: { think: 200ms }
load: { closed: { vus: 6, conversations: 120, startSpread: 100ms } }
conversations: [ { name: talk, steps: [one, two, three] } ]
`;
const TWO: readonly FleetAgent[] = [{ name: 'first' }, { name: 'second' }];

/** Longer than any pause of a busy machine. */
const LEASE = ['--lease', '15s'];
/**
 * Its only load thread may be stopped while it writes an input, which then leaves when it continues. The server ignores an
 * input that it reads together with the end of the connection. Without the lease, each of its three users would send.
 */
const BEING_WRITTEN = 1;
const NO_SHARE =
  /^agent (\S+) \(.*\) was lost: (.*); its results are included up to .* s; after that it may have sent up to (\d+) inputs, according to the plan$/;

/** The coordinator has what was saved first then: it asks for it at once. */
async function savedTwice(until: (isSo: () => boolean) => Promise<void>, folder: string): Promise<void> {
  await until(() => inputsIn(folder) > 0);
  const first = inputsIn(folder);
  await until(() => inputsIn(folder) > first);
}

describe.skipIf(!hasNats)(`an agent${hasNats ? '' : NATS_HINT}`, { timeout: 180_000 }, () => {
  it('that is killed ends only its own share, and the report says what is missing at most', async () => {
    const { mock, run, agents, folder, report } = await fleetOf(TWO, { scenario });
    const { finished, until } = run('--agents', '2', ...LEASE);
    await savedTwice(until, join(folder, 'second'));
    agents[1]!.process.kill('SIGKILL');
    const { code, stdout } = await finished;
    const merged = report();
    expect([code, merged.verdict.status]).toEqual([112, 'incomplete']);
    const [, name, why, rest] = reasonsBeside(merged).flatMap((text) => NO_SHARE.exec(text) ?? []);
    expect([name, why]).toEqual(['second', 'no message from it for 15.0 s']);
    expect(reasonsBeside(merged)).not.toContainEqual(expect.stringContaining('the process was killed'));
    expect(stdout).toContain('agent second');
    const sent = countIn(merged, 'inputs_sent');
    const [first, second] = [inputsIn(join(folder, 'first')), inputsIn(join(folder, 'second'))];
    // Of the killed one, the coordinator has at least what was saved before.
    expect(sent).toBeGreaterThan(first);
    expect(sent).toBeLessThanOrEqual(first + second);
    expect(mock.stats().inputs).toBeGreaterThanOrEqual(sent);
    expect(mock.stats().inputs).toBeLessThanOrEqual(sent + Number(rest));
    expect(inputsIn(join(folder, 'first'))).toBe(180);
  });

  it('that freezes for longer than its lease is lost; when it is back, it sends nothing and is free', async () => {
    const { mock, run, agents, folder, report } = await fleetOf(TWO, { scenario });
    const [first, second] = ['first', 'second'].map((name) => join(folder, name)) as [string, string];
    const running = run('--agents', '2', ...LEASE);
    await savedTwice(running.until, second);
    const frozen = agents[1]!;
    frozen.process.kill('SIGSTOP');
    expect((await running.finished).code).toBe(112);
    expect(reasonsBeside(report())).toContainEqual(expect.stringMatching(NO_SHARE));
    const { inputs } = mock.stats();
    frozen.process.kill('SIGCONT');
    await frozen.said(/ended; shard file/);
    expect(mock.stats().inputs).toBeLessThanOrEqual(inputs + BEING_WRITTEN);
    const merged = join(folder, 'merged');
    const { code, stderr } = await palaver([
      'merge',
      ...shardFilesIn(first),
      ...shardFilesIn(second),
      '--report-dir',
      merged,
    ]);
    expect([code, stderr]).toEqual([112, expect.anything()]);
    expect(reasonsBeside(onlyReport(merged))).toContainEqual(
      expect.stringContaining('no message from the coordinator within the lease'),
    );
    const sent = countIn(onlyReport(merged), 'inputs_sent');
    expect(sent).toBeGreaterThanOrEqual(inputs);
    expect(sent).toBeLessThanOrEqual(inputs + BEING_WRITTEN);
  });

  it('that freezes for less than its lease loses nothing', async () => {
    const { mock, run, agents, folder, report } = await fleetOf(TWO, { scenario });
    const { finished, until } = run('--agents', '2', '--lease', '60s');
    await until(() => inputsIn(join(folder, 'second')) > 0);
    agents[1]!.process.kill('SIGSTOP');
    await until(() => inputsIn(join(folder, 'first')) === 180);
    agents[1]!.process.kill('SIGCONT');
    await finished;
    expect(report().run).toMatchObject({ partial: false, stopReason: 'conversations' });
    expect(countIn(report(), 'conversations_completed')).toBe(120);
    expect(countIn(report(), 'inputs_sent')).toBe(mock.stats().inputs);
  });

  it('that never gets ready ends the run before it sends anything, and the others are free', async () => {
    const { mock, run, agents } = await fleetOf(TWO, { ready: '2s' });
    const { finished, until } = run('--agents', '2', '--no-thresholds');
    await until(() => agents[1]!.hasSaid('preparing shard'));
    agents[1]!.process.kill('SIGSTOP');
    const { code, stderr } = await finished;
    expect([code, stderr]).toEqual([112, expect.stringMatching(/agent second \(.*\) no longer answers/)]);
    expect(mock.stats().inputs).toBe(0);
    const { stderr: next } = await run('--agents', '1', '--no-thresholds', '--conversations', '6').finished;
    expect(next).not.toContain('error:');
    expect(mock.stats().inputs).toBeGreaterThan(0);
  });

  it('of another version is not used, and the message names the versions', async () => {
    const { nats, env, run } = await fleetOf([]);
    const copy = tempFolder();
    for (const part of ['dist', 'package.json']) cpSync(join(ROOT, part), join(copy, part), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    const { version, ...rest } = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8'));
    writeFileSync(join(copy, 'package.json'), JSON.stringify({ ...rest, version: '99.0.0' }));
    const words = [join(copy, 'dist/main.js'), 'agent', '--fleet', nats, '--name', 'other', '--report-dir', copy];
    const other = spawn(process.execPath, words, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    onTestFinished(() => {
      other.kill('SIGKILL');
    });
    let said = '';
    other.stderr.on('data', (bytes) => {
      said += bytes;
    });
    await eventually(() => said.includes('in the fleet'));
    const { code, stderr } = await run('--wait', '5s').finished;
    const text = `no agent is free; 1 of another version (99.0.0; this is ${version})`;
    expect([code, stderr]).toEqual([112, expect.stringContaining(text)]);
  });

  it('whose clock is wrong by minutes starts with the others', async () => {
    const wrong = (ms: number) => ({ NODE_OPTIONS: `--import=${WRONG_CLOCK}`, WRONG_BY_MS: String(ms) });
    const agents = [
      { name: 'first', env: wrong(-600_000) },
      { name: 'second', env: wrong(420_000) },
    ];
    const { mock, run, folder, report } = await fleetOf(agents);
    const before = Date.now();
    const { code } = await run('--agents', '2', '--no-thresholds').finished;
    const merged = report();
    expect([isPass(merged, code), reasonsBeside(merged)]).toEqual([true, []]);
    expect(countIn(merged, 'inputs_sent')).toBe(mock.stats().inputs);
    expect(Date.parse(merged.run.startedAt)).toBeGreaterThan(before);
    expect(Date.parse(merged.run.endedAt)).toBeLessThan(Date.now());
    expect(shardIn(join(folder, 'second'))?.identity.startAt).toBe(merged.run.startedAt);
  });
});
