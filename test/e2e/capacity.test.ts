import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Capacity, capacitySchema } from '../../src/report/capacity/capacity-schema.ts';
import { reportSchema } from '../../src/report/report-schema.ts';
import { palaver, scenarioFile, startPalaver, tempFolder } from '../support/palaver.ts';

/** One worker of 20 ms: at most 50 turns/s, and each of N users without think time waits N × 20 ms. */
const ONE_WORKER = 'mock: { bot: echo, delay: 20ms, workers: 1 }\n';
/** Never slower under load, so that nothing but what the test is about can end a search. */
const NO_QUEUE = 'mock: { bot: echo, delay: 20ms }\n';
const LONG_TALK =
  'conversations: [ { name: talk, steps: [ { repeat: { times: 900, steps: [ { say: hi, as: hi } ] } } ] } ]\n';
const SHORT_TALK =
  'conversations: [ { name: talk, steps: [ { repeat: { times: 5, steps: [ { say: hi, as: hi } ] } } ] } ]\n';
const ONE_TURN = 'conversations: [ { name: talk, steps: [ { say: hi, as: hi } ] } ]\n';
const NO_THINK = 'defaults: { think: 0s }\n';
const QUICK = ['--warm-up', '500ms', '--min-step', '1200ms', '--max-step', '6s'];

async function search(scenario: string, args: readonly string[], within?: readonly string[]) {
  const folder = tempFolder();
  const out = join(folder, 'capacity.json');
  const words = ['capacity', scenarioFile(folder, scenario), '--mock', '--report-dir', join(folder, 'reports')];
  const finished = await palaver([...words, ...QUICK, '--out', `json=${out}`, ...args], {}, within);
  return { ...finished, folder, capacity: readCapacity(out) };
}

function readCapacity(path: string): Capacity {
  return capacitySchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}

describe('palaver capacity', { timeout: 300_000 }, () => {
  it('finds how many users an endpoint sustains, with a report of each step', { retry: 2 }, async () => {
    const { code, stdout, stderr, folder, capacity } = await search(ONE_WORKER + NO_THINK + SHORT_TALK, [
      ...['--hold', '2500ms', '--objective', 'turn p(95) < 75ms', '--objective', 'conversation_completion > 75%'],
    ]);
    const { answer, steps } = capacity;
    expect(code).toBe(0);
    // 3 users wait 60 ms and 4 wait 80, unless one of them connects; and a little more on a busy machine.
    expect(answer).toMatchObject({ status: 'found', limiter: 'bot', proven: true, exitCode: 0 });
    expect([2, 3, 4]).toContain(answer.held);
    expect(answer.failed).toBe(answer.held! + 1);
    expect(answer.brokeFirst!.objective).toBe('turn p(95) < 75ms');
    expect(steps.at(-1)).toMatchObject({ kind: 'confirm', outcome: 'held', load: answer.held });
    expect(Math.max(...steps.map(({ turnsPerSecond }) => turnsPerSecond))).toBeLessThan(55);
    expect(stdout).toContain(`Capacity: ${answer.held} virtual users; turn p95 `);
    expect(stderr).toContain('maximum load that meets turn p(95) < 75ms, conversation_completion > 75%');
    const [kept] = readdirSync(join(folder, 'reports'));
    for (const { report, load } of steps) {
      const whole = reportSchema.parse(JSON.parse(readFileSync(join(report!, 'report.json'), 'utf8')));
      expect(whole.load.maxVus).toBe(load);
    }
    expect(readCapacity(join(folder, 'reports', kept!, 'capacity.json'))).toEqual(capacity);
  });

  it('ends at once with 99 if the lowest load is not sustained', async () => {
    const { code, stdout, stderr, capacity } = await search(ONE_WORKER + NO_THINK + LONG_TALK, [
      '--objective',
      'turn p(95) < 5ms',
    ]);
    expect(code).toBe(99);
    expect(capacity.answer).toMatchObject({ status: 'missed', failed: 1 });
    expect(capacity.steps).toHaveLength(1);
    expect(stdout).toContain('Capacity: below 1 virtual user, the lowest load tested; turn p95 ');
    expect(capacity.addedObjective).toBe('conversation_completion > 95%');
    expect(stderr).toContain('palaver added the objective conversation_completion > 95%,');
  });

  it('distinguishes a gateway that refuses connections from a slow bot, and searches over rates', async () => {
    const mock = 'mock: { bot: echo, delay: 100ms, workers: 90, faults: { refuse: 429, refuseAbove: 4 } }\n';
    const load = 'load: { open: { rate: 1/s, duration: 1s } }\n';
    const { code, capacity, stdout } = await search(mock + load + NO_THINK + ONE_TURN, [
      ...['--from', '80', '--objective', 'turn p(95) < 30s', '--objective', 'conversation_completion > 90%'],
    ]);
    expect(code).toBe(99);
    expect(capacity.over).toBe('rate');
    expect(capacity.answer).toMatchObject({ status: 'missed', limiter: 'gate', failed: 80 });
    expect(capacity.answer.brokeFirst!.objective).toBe('conversation_completion > 90%');
    expect(stdout).toContain('Bottleneck: the gateway in front of the bot');
  });

  it('keeps its results when stopped, and exits with 105', { retry: 2 }, async () => {
    const folder = tempFolder();
    const words = ['capacity', scenarioFile(folder, NO_QUEUE + NO_THINK + LONG_TALK), '--mock'];
    const paths = ['--report-dir', folder, '--out', `json=${join(folder, 'capacity.json')}`];
    const started = startPalaver([...words, ...QUICK, ...paths, '--objective', 'turn p95 < 9s']);
    await started.said(/\b2 virtual users/);
    started.process.kill('SIGINT');
    const { code, stdout } = await started.finished;
    expect(code).toBe(105);
    const { answer, steps } = readCapacity(join(folder, 'capacity.json'));
    expect(answer.status).toBe('unfinished');
    expect(answer.held).toBeGreaterThanOrEqual(1);
    expect(steps.length).toBeGreaterThanOrEqual(2);
    expect(stdout).toContain('Capacity (unconfirmed): at least ');
    expect(stdout).toContain('The search ended early: stopped by SI');
  });

  it('exits with 113 when the budget of the whole search is used up', async () => {
    const { code, capacity } = await search(`${NO_QUEUE}budget: { inputs: 300 }\n${NO_THINK}${LONG_TALK}`, [
      ...['--objective', 'turn p95 < 9s'],
    ]);
    expect(code).toBe(113);
    expect(capacity.answer).toMatchObject({ status: 'unfinished', limiter: 'budget' });
    expect(capacity.steps.length).toBeGreaterThan(1);
  });

  it('never calls a load sustained while its users hang', async () => {
    // Half of the connections hang, and their timeout comes long after the longest step: not one turn fails.
    const mock = 'mock: { bot: echo, delay: 20ms, faults: { heartbeatStop: 0.5 } }\n';
    const { code, capacity, stdout } = await search(`${mock}defaults: { think: 0s, timeout: 60s }\n${SHORT_TALK}`, [
      '--from',
      '4',
      '--to',
      '8',
      '--objective',
      'turn_failure < 20%',
    ]);
    expect(capacity.steps.filter(({ outcome }) => outcome === 'held' || outcome === 'unproven')).toEqual([]);
    expect(capacity.answer.held).toBeUndefined();
    expect(stdout).toContain('Capacity: unknown; the lowest load tested, 4 virtual users, was inconclusive');
    expect(code).toBe(112);
  });

  it.runIf(process.platform === 'linux')('reports no capacity if this machine is the limit', async () => {
    const shell = ['bash', '-c', 'ulimit -n 256; exec "$0" "$@"'];
    const { code, capacity, stdout } = await search(
      `mock: { bot: echo, delay: 1ms, workers: 400 }\ndefaults: { think: 1s }\n${LONG_TALK}`,
      ['--from', '100', '--factor', '4', '--objective', 'turn p95 < 9s'],
      shell,
    );
    expect(code).toBe(112);
    expect(capacity.answer).toMatchObject({ status: 'unfinished', limiter: 'generator', held: 100 });
    expect(capacity.answer.failed).toBeUndefined();
    expect(stdout).toContain('the endpoint may sustain more');
  });

  it.concurrent.each([
    [[], 104, 'no objective specified'],
    [['--objective', 'frist_output p95 < 2s'], 104, 'there is no metric frist_output'],
    [['--objective', 'turn{step="menu"} p95 < 2s'], 104, 'there is no step "menu"'],
    [['--objective', 'goodput > 4/s'], 104, 'goodput grows with the load'],
    [['--objective', 'turn p95 < 2s', '--from', '9', '--to', '3'], 104, '--from 9 must not be above --to 3'],
    [['--objective', 'turn p95 < 2s', '--out', 'json=x', '--out', 'html=x'], 104, 'two outputs go to'],
    [['--objective', 'turn p95 < 2s', '--out', 'xml=x'], 104, 'unknown output type xml for a capacity search'],
  ] as const)('rejects %j with %d', async (args, exit, message) => {
    const folder = tempFolder();
    const words = ['capacity', scenarioFile(folder, ONE_WORKER + ONE_TURN), '--mock', '--report-dir', folder];
    const { code, stderr, stdout } = await palaver([...words, ...args]);
    expect(code).toBe(exit);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('   at ');
    expect(stdout).toBe('');
  });
});
