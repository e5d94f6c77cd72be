import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MockServer, startMock } from '../../src/mock/mock-server.ts';
import { countIn, isPass, onlyReport, palaver, reasonsBeside, scenarioFile, tempFolder } from '../support/palaver.ts';

const SCENARIO = `
name: two conversations
defaults: { think: 20ms }
identity: { userId: perVu }
load: { closed: { vus: 6, conversations: 40, startSpread: 100ms } }
conversations:
  - name: talk
    weight: 2
    steps: [one, { say: two, data: { locale: en }, as: second }, three]
  - name: short
    steps: [{ say: hi, expect: { text: { equals: hi } } }]
thresholds:
  - turn p(90) < 5s
  - conversation_completion >= 100%
  - turns_timed_out == 0
`;

describe.each(['4', '2'] as const)('a run over real sockets with Socket.IO client %s', (socketio) => {
  let mock: MockServer;
  beforeAll(async () => {
    mock = await startMock({ bot: 'echo', delay: '10ms', outputs: 1, buffering: true, workers: 50 });
  });
  afterAll(() => mock.stop());

  it('has the counts of the endpoint, satisfies the invariants and passes', async () => {
    const folder = tempFolder();
    const target = `${mock.url}/secret-token-4711`;
    const args = ['run', scenarioFile(folder, SCENARIO), '-t', target, '--socketio', socketio, '--report-dir', folder];
    const { code, stdout, stderr } = await palaver(args);
    expect(stderr).not.toContain('error');
    const report = onlyReport(folder);
    const stats = mock.stats();
    expect(reasonsBeside(report)).toEqual([]);
    expect(isPass(report, code)).toBe(true);
    for (const { state } of report.thresholds) expect(state).toBe('pass');
    expect(countIn(report, 'inputs_sent')).toBeGreaterThan(50);
    expect(countIn(report, 'inputs_sent')).toBe(stats.inputs);
    expect(countIn(report, 'turns_completed')).toBe(stats.inputs);
    expect(countIn(report, 'outputs')).toBe(stats.outputs);
    expect(countIn(report, 'final_pings')).toBe(stats.finalPings);
    expect(countIn(report, 'acks_sent')).toBe(stats.acksReceived);
    expect(stats.acksMissed).toBe(0);
    // Preflight opens one connection of its own and says nothing.
    expect(countIn(report, 'connects')).toBe(stats.connections - 1);
    expect(stats[socketio === '4' ? 'connectionsEio4' : 'connectionsEio3']).toBe(stats.connections);
    expect(report.targets[0]).toMatchObject({
      socketio: Number(socketio),
      handshake: { eio: socketio === '4' ? 4 : 3 },
    });

    for (const text of [stdout, stderr, JSON.stringify(report)]) expect(text).not.toContain('secret-token-4711');
    expect(stdout).toContain('second');
    expect(stdout).toMatch(/verdict: (PASS|INVALID)/);
    const tables = stdout.slice(0, stdout.indexOf('\nreport '));
    expect(Math.max(...tables.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

describe.concurrent('the same seed', () => {
  it('gives the same conversations with the same think times', async () => {
    const mock = await startMock({ bot: 'echo', delay: '1ms', workers: 50 });
    const plan = `
conversations:
  - { name: a, weight: 1, steps: [ { say: x, think: 1ms..40ms }, { say: y, think: 1ms..40ms } ] }
  - { name: b, weight: 1, steps: [ z ] }
`;
    const held = async () => {
      const folder = tempFolder();
      const target = `${mock.url}/token`;
      const args = [
        'run',
        scenarioFile(folder, plan),
        '-t',
        target,
        '-u',
        '3',
        '-i',
        '12',
        '--seed',
        '7',
        '--report-dir',
        folder,
      ];
      const { code } = await palaver(args);
      const report = onlyReport(folder);
      expect(isPass(report, code)).toBe(true);
      const { exemplars } = report;
      return exemplars
        .map(({ number, vu, conversation, turns }) => ({
          number,
          vu,
          conversation,
          steps: turns.map(({ step }) => step),
        }))
        .sort((left, right) => left.number - right.number);
    };
    const first = await held();
    expect(first.map(({ number }) => number)).toEqual([...Array(12).keys()]);
    expect(new Set(first.map(({ conversation }) => conversation))).toEqual(new Set(['a', 'b']));
    expect(await held()).toEqual(first);
    await mock.stop();
  });
});

describe.concurrent('the mock endpoint as a separate process', () => {
  it('serves a run and then ends', async () => {
    const folder = tempFolder();
    const { code, stdout } = await palaver(['run', '--mock', '--say', 'hello', '--report-dir', folder]);
    expect(code).toBe(0);
    const address = /http:\/\/127\.0\.0\.1:\d+/.exec(stdout)![0];
    await expect(fetch(`${address}/stats`)).rejects.toThrow();
  });

  it('has check results in plain words', async () => {
    const { code, stdout } = await palaver(['check', '--mock', '--say', 'menu']);
    expect(code).toBe(0);
    for (const word of [
      'TCP',
      'upgrade',
      'Socket.IO client 4',
      'on endpoint-ready (received',
      'sent',
      'reply',
      'ready for a load test',
    ]) {
      expect(stdout).toContain(word);
    }
  });
});

describe.concurrent('a finished run', () => {
  it('can be shown again, and written as JSON', async () => {
    const folder = tempFolder();
    const copy = `${folder}/copy.json`;
    const first = await palaver(['run', '--mock', '--say', 'hello', '--report-dir', folder, '-o', `json=${copy}`]);
    const report = onlyReport(folder);
    const again = await palaver(['report', copy]);
    expect(again.code).toBe(0);
    const tables = (text: string) => text.slice(0, text.indexOf('\nreport '));
    expect(tables(again.stdout)).toBe(tables(first.stdout));
    expect(report.run.partial).toBe(false);
  });
});
