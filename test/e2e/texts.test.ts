import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { startMock } from '../../src/mock/mock-server.ts';
import { onlyReport, palaver, scenarioFile, tempFolder } from '../support/palaver.ts';
import { WireServer } from '../support/wire-server.ts';

const SCENARIO = `
name: a bank
defaults: { think: 10ms, onFailure: continue }
load: { closed: { vus: 1, conversations: 3 } }
conversations:
  - name: talk
    feed: guests.csv
    steps:
      - { say: 'I am {{guest}}', as: hello, expect: { text: { contains: 'PIN {{pin}}' } } }
      - { say: 'my code is {{pin}}', as: code, capture: { code: { regex: '/code is ([0-9]+)/', group: 1 } } }
      - { say: again, as: again, expect: { text: { equals: '{{code}}' } } }
`;
const GUESTS = 'guest,pin\nMallory-Guest,47114711\nTrudy-Guest,47124712\nPeggy-Guest,47134713\n';
const PRIVATE = /4711|4712|4713|Mallory|Trudy|Peggy/;
const OUTPUTS = ['html', 'markdown', 'junit', 'csv', 'timeline', 'tables', 'json', 'hlog', 'hgrm', 'turns'];

/** Runs the scenario against an endpoint that echoes. */
async function run(...args: string[]) {
  const mock = await startMock({ bot: 'echo', delay: '2ms', ready: '0s' });
  try {
    return await runAgainst(`${mock.url}/token`, ...args);
  } finally {
    await mock.stop();
  }
}

/** Every output is in `folder` then. */
async function runAgainst(url: string, ...args: string[]) {
  const folder = tempFolder();
  const summary = join(folder, 'step-summary');
  writeFileSync(join(folder, 'guests.csv'), GUESTS);
  const outs = OUTPUTS.flatMap((type) => ['--out', `${type}=${join(folder, `out.${type}`)}`]);
  const target = ['--target', url, '--report-dir', join(folder, 'reports')];
  const { stdout, stderr } = await palaver(['run', scenarioFile(folder, SCENARIO), ...target, ...outs, ...args], {
    GITHUB_STEP_SUMMARY: summary,
  });
  return { folder, told: `${stdout}${stderr}`, report: onlyReport(join(folder, 'reports')) };
}

type Ran = Awaited<ReturnType<typeof runAgainst>>;

function expectNothingPrivate({ folder, told, report }: Ran): void {
  const written = readdirSync(folder).filter((name) => name.startsWith('out.') || name === 'step-summary');
  expect(written.length).toBe(OUTPUTS.length + 1);
  for (const name of written)
    expect([name, readFileSync(join(folder, name), 'latin1')]).not.toEqual([name, expect.stringMatching(PRIVATE)]);
  expect(JSON.stringify(report)).not.toMatch(PRIVATE);
  expect(told).not.toMatch(PRIVATE);
}

describe('texts of users and bots', () => {
  let kept: Awaited<ReturnType<typeof run>>;
  let left: Awaited<ReturnType<typeof run>>;
  beforeAll(async () => {
    left = await run();
    kept = await run('--keep-texts');
  });

  it('are in no output of a run, whatever checks failed', () => {
    expectNothingPrivate(left);
  });

  it('are in no output of a run, wherever a server repeats them', async () => {
    const server = await WireServer.start();
    server.onInput = (socket, { text }) => {
      const webSocket = (socket.conn.transport as unknown as { socket: { close(code: number, why: string): void } })
        .socket;
      if (text === 'again') return webSocket.close(4000, `no more for ${socket.data.said}`);
      socket.data.said = text;
      socket.emit(`heard ${text}`, {});
      socket.emit('output', { type: 'output', data: { text, traceId: `trace of ${text}`, source: `not ${text}` } });
      socket.emit('finalPing', { type: `for ${text}` });
    };
    const ran = await runAgainst(server.url());
    await server.stop();
    expectNothingPrivate(ran);
    expect(JSON.stringify(ran.report.errors)).toContain('no more for my code is {{pin}}');
  });

  it('do not multiply the causes: two checks, each with all its turns', () => {
    const causes = left.report.errors.find((error) => error.class === 'mismatched')?.causes;
    expect(causes).toMatchObject([
      { step: 'hello', check: 'a reply that contains "PIN {{pin}}"', count: 3 },
      { step: 'again', check: 'a reply that equals "{{code}}"', count: 3 },
    ]);
    expect(left.told.replace(/\s+/g, ' ')).toContain('a reply that contains "PIN {{pin}}"');
  });

  it('are in plain text with --keep-texts', () => {
    for (const name of ['html', 'markdown', 'junit', 'tables', 'json', 'turns'])
      expect(readFileSync(join(kept.folder, `out.${name}`), 'utf8')).toMatch(/Mallory-Guest/);
    expect(kept.told).toContain('Mallory-Guest');
    const firstTurn = ({ report }: Ran) => report.exemplars.find(({ number }) => number === 0)?.turns[0];
    const text = 'I am Mallory-Guest';
    expect(firstTurn(kept)).toMatchObject({ utterance: { length: 18, text }, replies: [{ text }] });
    expect(firstTurn(left)).toMatchObject({ utterance: { length: 18, template: 'I am {{guest}}' } });
  });
});
