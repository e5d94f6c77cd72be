import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startMock } from '../../src/mock/mock-server.ts';
import { eventually } from '../support/eventually.ts';
import { onlyReport, palaver, scenarioFile, startPalaver, tempFolder } from '../support/palaver.ts';
import { readTurns } from '../support/turns-file.ts';

const TALK = `
targets:
  eu: { url: https://eu.example.com/T, mock: { bot: echo, delay: 10ms, workers: 50 } }
  us: { url: https://us.example.com/T, mock: { bot: echo, delay: 40ms, workers: 50 } }
defaults: { think: lognormal 50ms 0.5 }
conversations: [ { name: talk, steps: [ "{{$number 1 1000000}}", "{{$uuid}}" ] } ]
`;

async function run(...args: string[]) {
  const folder = tempFolder();
  const turns = join(folder, 'turns.jsonl');
  const words = ['run', scenarioFile(folder, TALK), '--mock', '--report-dir', join(folder, 'reports')];
  const { stderr } = await palaver([...words, '--out', `turns=${turns}`, ...args]);
  return { stderr, report: onlyReport(join(folder, 'reports')), turns: readTurns(turns).turns };
}

describe.concurrent('a run at two targets', () => {
  it('sends the same to both at the same times, and measures each separately', async () => {
    const { stderr, report, turns } = await run('--rate', '20', '--duration', '2s', '--max-vus', '50', '--seed', '5');
    expect(stderr).toContain('in total 80 conversations, 160 inputs');
    const of = (target: string) =>
      turns
        .filter((turn) => turn.target === target)
        .toSorted((left, right) => left.number - right.number || left.index - right.index);
    const [eu, us] = [of('eu'), of('us')];
    expect(eu).toHaveLength(80);
    expect(us.map(({ number, utterance }) => [number, utterance.hash])).toEqual(
      eu.map(({ number, utterance }) => [number, utterance.hash]),
    );
    // The first utterance is due a think time after the line is ready: as far apart as connecting took.
    const apart = eu.map(({ intendedMs }, index) => Math.abs(intendedMs - us[index]!.intendedMs));
    expect(apart.filter((_, index) => eu[index]!.index === 0).toSorted((a, b) => a - b)[20]).toBeLessThan(50);
    const paths = ['eu', 'us'].map((name) => {
      const { metrics } = report.groups.find(({ target, conversation }) => target === name && !conversation)!;
      return metrics.rtt;
    });
    expect(paths).toMatchObject([{ count: 40 }, { count: 40 }]);
    expect(report.targets.map(({ name, addresses }) => [name, addresses])).toEqual([
      ['eu', { '127.0.0.1': 40 }],
      ['us', { '127.0.0.1': 40 }],
    ]);
  });

  it('uses the targets in turn in ABBA order if configured', async () => {
    const load = ['--rate', '20', '--duration', '8s', '--max-vus', '160', '--target-order', 'abba:1s'];
    const { stderr, report, turns } = await run(...load);
    // Per second of its own 4 s of the 8. How many of its 80 conversations end in them, a busy machine decides.
    const goodput = report.groups.find(({ target, conversation }) => target === 'eu' && !conversation)!.metrics.goodput;
    expect(goodput).toMatchObject({ kind: 'rate', denominator: 4 });
    expect(stderr).toContain('eu, us (in slots of 1.00 s: eu us us eu …)');
    const first = turns.filter(({ index }) => index === 0);
    expect(first).toHaveLength(160);
    const due = (number: number) => Math.floor(number / 20);
    for (const { number, target } of first) expect(target).toBe([0, 3, 4, 7].includes(due(number)) ? 'eu' : 'us');
  });

  it('moves the users of a closed load from slot to slot', async () => {
    const { turns } = await run('--vus', '3', '--duration', '8s', '--target-order', 'abba:1s');
    const own = { eu: [0, 3, 4, 7], us: [1, 2, 5, 6] };
    const first = turns.filter(({ index }) => index === 0);
    expect(new Set(first.map(({ target }) => target))).toEqual(new Set(['eu', 'us']));
    for (const { target, intendedMs } of first) {
      // A conversation that began late in a block may say its first words in the next one.
      const block = Math.floor(intendedMs / 1000);
      const blocks = own[target as 'eu'];
      expect(blocks.includes(block) || blocks.includes(block - 1)).toBe(true);
    }
  });

  it('is unaffected for one target when the other fails', async () => {
    const [eu, us] = await Promise.all([
      startMock({ bot: 'echo', delay: '10ms', workers: 50 }),
      startMock({ bot: 'echo', delay: '10ms', workers: 50 }),
    ]);
    const folder = tempFolder();
    const targets = ['-t', `eu=${eu.url}/${eu.token}`, '-t', `us=${us.url}/${us.token}`];
    const words = ['run', scenarioFile(folder, TALK), ...targets, '--report-dir', folder];
    const running = startPalaver([...words, '--rate', '20', '--duration', '4s', '--max-vus', '50']);
    await eventually(() => us.stats().inputs > 20);
    await us.stop();
    await running.finished;
    await eu.stop();
    const { groups, errors } = onlyReport(folder);
    const completion = (name: string) => {
      const { conversation_completion: rate } = groups.find(
        ({ target, conversation }) => target === name && !conversation,
      )!.metrics;
      return rate?.kind === 'rate' ? rate.value! : Number.NaN;
    };
    expect(completion('eu')).toBe(1);
    expect(completion('us')).toBeLessThan(0.9);
    expect(new Set(errors.map(({ target }) => target))).toEqual(new Set(['us']));
  });
});
