import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mock } from '../support/mock-fixture.ts';
import { countIn, onlyReport, palaver, scenarioFile, tempFolder } from '../support/palaver.ts';

const SCENARIO = `
name: labels
defaults: { think: 10ms }
conversations:
  - name: book
    steps:
      - { say: hello, as: greeting }
      - { say: hello again, as: greeting, expect: { text: { contains: again } } }
      - bye
  - name: ask
    steps: [ { say: hi, as: greeting }, bye, bye ]
thresholds: [ 'turn{step=greeting} p(50) < 60s' ]
`;

async function runWith(...options: string[]) {
  const server = await mock();
  const folder = tempFolder();
  const files = tempFolder();
  const target = ['--target', `${server.url}/${server.token}`, '--vus', '4', '--conversations', '40', '--seed', '1'];
  const outputs = ['turns', 'markdown', 'junit'].flatMap((type) => ['--out', `${type}=${join(files, type)}`]);
  const args = ['run', scenarioFile(files, SCENARIO), ...target, '--report-dir', folder, ...outputs, ...options];
  const { code, stdout, stderr } = await palaver(args);
  const read = (type: string) => readFileSync(join(files, type), 'utf8');
  return { code, stdout, stderr, read, report: () => onlyReport(folder) };
}

function turnsIn(text: string): readonly { readonly conversation: string; readonly step: string }[] {
  const lines = text.trim().split('\n');
  return lines.map((line) => JSON.parse(line)).filter(({ type }) => type === 'turn');
}

it('steps with the same label share a series; a threshold on it covers them in all conversations', async () => {
  const { read, report: reportOf } = await runWith();
  const report = reportOf();
  const turns = turnsIn(read('turns'));
  expect(report.groups.map(({ conversation, step }) => [conversation, step])).toEqual([
    [undefined, undefined],
    ['book', undefined],
    ['book', 'greeting'],
    ['book', 'bye'],
    ['ask', undefined],
    ['ask', 'greeting'],
    ['ask', 'bye'],
    ['ask', 'bye (2)'],
  ]);
  const greetings = turns.filter(({ step }) => step === 'greeting').length;
  expect(greetings).toBeGreaterThan(40);
  expect(report.thresholds[0]).toMatchObject({ state: 'pass', samples: greetings });
  expect(report.checks).toMatchObject([{ conversation: 'book', step: 'greeting', failed: 0 }]);
});

it('--series conversations measures no step; every turn is still in the file of turns with its label', async () => {
  const { stdout, read, report: reportOf } = await runWith('--series', 'conversations', '--no-thresholds');
  const report = reportOf();
  expect(report.groups.map(({ conversation, step }) => [conversation, step])).toEqual([
    [undefined, undefined],
    ['book', undefined],
    ['ask', undefined],
  ]);
  for (const { metrics } of report.groups) expect(metrics.turn).toMatchObject({ kind: 'trend' });
  expect(new Set(turnsIn(read('turns')).map(({ step }) => step))).toEqual(new Set(['greeting', 'bye', 'bye (2)']));
  const passed = turnsIn(read('turns')).filter(({ conversation }) => conversation === 'book').length;
  expect(report.checks).toEqual([{ target: 'default', conversation: 'book', passed, failed: 0 }]);
  const blocks = report.timeline.blocks.flatMap(({ steps }) =>
    steps.map(({ conversation, step }) => [conversation, step]),
  );
  expect(new Set(blocks.map(String))).toEqual(new Set(['book,', 'ask,']));
  expect(stdout).toMatch(/book\n.*\n +first_output/);
  expect(read('markdown')).toContain('| `book` |');
  expect(read('junit')).toContain('<testcase name="all steps" classname="palaver.checks.default.book"');
});

it('--series none measures only targets', async () => {
  const { read, report: reportOf } = await runWith('--series', 'none', '--no-thresholds');
  const report = reportOf();
  expect(report.groups.map(({ target, conversation }) => [target, conversation])).toEqual([['default', undefined]]);
  expect([countIn(report, 'conversations_completed'), countIn(report, 'turns_completed')]).toEqual([
    40,
    turnsIn(read('turns')).length,
  ]);
  expect(read('markdown')).toContain('| **all conversations** |');
});

it('a threshold on a step that is not measured is refused before the run', async () => {
  const { code, stderr } = await runWith('--series', 'conversations');
  expect([code, stderr]).toEqual([104, expect.stringContaining('is not measured by step with --series conversations')]);
});

it.each(['steps', 'conversations', 'none'])(
  'a conversation that never completed is named with --series %s',
  async (series) => {
    const server = await mock();
    const folder = tempFolder();
    const scenario = `
name: mix
defaults: { think: 10ms }
conversations:
  - { name: fine, steps: [ hello ] }
  - { name: stuck, steps: [ { say: hello, expect: { text: goodbye } } ] }
`;
    const target = ['--target', `${server.url}/${server.token}`, '--vus', '2', '--conversations', '20', '--seed', '1'];
    await palaver(['run', scenarioFile(tempFolder(), scenario), ...target, '--series', series, '--report-dir', folder]);
    const report = onlyReport(folder);
    const failed = countIn(report, 'conversations_failed');
    expect(failed).toBeGreaterThan(0);
    expect(countIn(report, 'conversations_completed')).toBe(20 - failed);
    expect(report.verdict.reasons.map(({ text }) => text)).toContainEqual(
      `every conversation "stuck" failed (${failed} of ${failed}); see failures`,
    );
  },
);
