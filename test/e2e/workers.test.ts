import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startMock } from '../../src/mock/mock-server.ts';
import type { Report } from '../../src/report/report.ts';
import { eventually } from '../support/eventually.ts';
import { countIn, onlyReport, palaver, scenarioFile, startPalaver, tempFolder } from '../support/palaver.ts';
import { WireServer } from '../support/wire-server.ts';

const CLOSED = 'closed: { vus: 7, conversations: 40, startSpread: 50ms }';
const OPEN = 'open: { rate: 60/s, duration: 700ms, arrivals: poisson, maxVus: 60, whenFull: wait }';

const scenario = (load: string) => `
name: shared out
defaults: { think: lognormal 15ms 0.5 }
load: { ${load} }
conversations:
  - name: guest
    weight: 2
    feed: { file: guests.csv, order: shuffled }
    steps:
      - say: { oneOf: [ "{{guest}}", "{{guest}} {{$number 1 1000000}}", "{{$uuid}}" ] }
      - "{{$number 1 1000000}} of {{$conversation}}"
  - name: passer-by
    steps: [ { say: { oneOf: [ hello, hi, hey ] } } ]
`;

/** All that the plan decides: what is counted but does not depend on when replies come. */
const DECIDED = [
  'conversations_due',
  'conversations_started',
  'conversations_completed',
  'inputs_sent',
  'turns_completed',
  'outputs',
  'final_pings',
] as const;

interface Seen {
  readonly report: Report;
  readonly stderr: string;
  readonly stdout: string;
  readonly code: number | null;
  /** What came to the endpoint, sorted: session and text of every input. */
  readonly said: readonly string[];
}

/** Runs the scenario against an endpoint that writes down what it is told, and repeats it. */
async function run(load: string, workers: number): Promise<Seen> {
  const server = await WireServer.start();
  onTestFinished(() => server.stop());
  server.onInput = (socket, { text }) => {
    socket.emit('output', { type: 'output', data: { text, data: null, source: 'bot' } });
    socket.emit('finalPing', { type: 'regular' });
  };
  const folder = tempFolder();
  writeFileSync(
    join(folder, 'guests.csv'),
    `guest\n${Array.from({ length: 60 }, (_, n) => `guest ${n}`).join('\n')}\n`,
  );
  const file = scenarioFile(folder, scenario(load));
  const same = ['--seed', '11', '--run-id', 'plv-same'];
  const finished = await palaver(['run', file, '-t', server.url(), '--report-dir', folder, ...same], {
    PALAVER_WORKERS: String(workers),
  });
  const inputs = server.inputs as { readonly sessionId: string; readonly text: string }[];
  const said = inputs.map(({ sessionId, text }) => `${sessionId} ${text}`).sort();
  return { ...finished, report: onlyReport(folder), said };
}

const decided = ({ report }: Seen) => Object.fromEntries(DECIDED.map((name) => [name, countIn(report, name)]));
const workersOf = ({ report }: Seen) => report.generator.workers.map(({ name }) => name);

it.each([
  ['closed', CLOSED],
  ['open', OPEN],
])('three workers send in a %s load what one sends', async (_model, load) => {
  const one = await run(load, 1);
  const three = await run(load, 3);
  expect([workersOf(one), workersOf(three)]).toEqual([['1/1'], ['1/3', '2/3', '3/3']]);
  expect(one.said.length).toBeGreaterThan(40);
  expect(three.said).toEqual(one.said);
  expect(decided(three)).toEqual(decided(one));
  expect(decided(one)).toMatchObject({ inputs_sent: one.said.length });
  if (load === CLOSED) expect(decided(one)).toMatchObject({ conversations_completed: 40 });
  for (const { report } of [one, three])
    expect(report.verdict.reasons.filter(({ text }) => /books|lost|crashed/.test(text))).toEqual([]);
  expect(one.stderr).not.toMatch(/workers|load threads/);
  expect(three.stderr.match(/^load threads +3 \(/gm)).toHaveLength(1);
  expect(three.stdout).toMatch(/^ load threads +3 on/m);
});

it('a second signal ends all of them at once', async () => {
  const mock = await startMock({ bot: 'echo', delay: '60s', workers: 50 });
  onTestFinished(() => mock.stop());
  const folder = tempFolder();
  const load = ['-u', '6', '-d', '10m', '--workers', '3', '--report-dir', folder];
  const text = 'defaults: { think: 5ms }\nconversations: [ { steps: [one] } ]';
  const { process, said, finished } = startPalaver([
    'run',
    scenarioFile(folder, text),
    '-t',
    `${mock.url}/${mock.token}`,
    ...load,
  ]);
  await eventually(() => mock.stats().inputs === 6);
  process.kill('SIGINT');
  await said('no more conversations start');
  const sinceMs = performance.now();
  process.kill('SIGINT');
  expect((await finished).code).toBe(105);
  expect(performance.now() - sinceMs).toBeLessThan(5000);
  const report = onlyReport(folder);
  expect([countIn(report, 'turns_interrupted'), mock.stats().inputs]).toEqual([6, 6]);
  expect(report.verdict.reasons.filter(({ text }) => /books|crashed/.test(text))).toEqual([]);
});

it('more workers than users are reduced, with one message', async () => {
  const seen = await run('closed: { vus: 2, conversations: 2, startSpread: 0s }', 500);
  const [lowered, crowded] = seen.stderr.match(/^note: .*(?:workers|load threads).*$/gm) ?? [];
  expect(lowered).toBe('note: --workers 500 exceeds the number of virtual users; using 2');
  if (crowded !== undefined) expect(crowded).toContain('more load threads (2) than cores (1)');
  expect(workersOf(seen)).toEqual(['1/2', '2/2']);
});

it('validate shows their number and where it comes from', async () => {
  const args = ['validate', '--say', 'hi', '--mock', '-u', '9', '-d', '1m', '--print-options'];
  const usual = await palaver(args);
  expect(usual.stdout).toMatch(/^ {2}workers +1 {2}\(default\)$/m);
  const asked = await palaver([...args, '--workers', '2']);
  expect(asked.stdout).toMatch(/^ {2}workers +2 {2}\(command line\)$/m);
  expect(asked.stdout).toMatch(/^load threads {2}2 \(/m);
  const { plan } = JSON.parse((await palaver([...args, '--workers', '2', '--json'])).stdout);
  expect(plan).toMatchObject({ workers: 2 });
});

it('starts the load once all load threads are ready, however long that takes', async () => {
  const folder = tempFolder();
  const slow = join(folder, 'slow.cjs');
  writeFileSync(
    slow,
    `const { isMainThread } = require('node:worker_threads');
     if (!isMainThread) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000);`,
  );
  const load = 'load: { closed: { vus: 4, duration: 1s, startSpread: 0s } }';
  const file = scenarioFile(
    folder,
    `mock: { bot: echo, delay: 5ms, ready: 5ms }\n${load}\nconversations: [ { steps: [ hi ] } ]`,
  );
  const args = ['run', file, '--mock', '--quiet', '--workers', '2', '--report-dir', folder];
  const { code, stdout } = await palaver(args, { NODE_OPTIONS: `--require ${slow}` });
  expect(code, stdout).toBe(0);
  const report = onlyReport(folder);
  expect(countIn(report, 'conversations_started')).toBeGreaterThanOrEqual(4);
  expect(report.run.durationMs).toBeLessThan(3000);
});
