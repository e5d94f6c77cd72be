import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { mock } from '../support/mock-fixture.ts';
import {
  countIn,
  exitCodeBeside,
  isPass,
  onlyReport,
  palaver,
  scenarioFile,
  startPalaver,
  tempFolder,
} from '../support/palaver.ts';

const scenarioOf = (pause: string) => `
name: idle
conversations: [ { name: idle, steps: [ { pause: ${pause} } ] } ]
thresholds: [ conversation_completion > 99%, connects_failed == 0, disconnects == 0, "connect p(50) < 60s" ]
`;

it('users who only connect and hold pass on their connections, and the outputs speak of nothing else', async () => {
  const server = await mock();
  const folder = tempFolder();
  const files = tempFolder();
  const outputs = ['--out', `markdown=${join(files, 'idle.md')}`];
  const target = ['--target', `${server.url}/${server.token}`, '--vus', '25', '--report-dir', folder];
  const { code, stdout } = await palaver(['run', scenarioFile(files, scenarioOf('300ms')), ...target, ...outputs]);
  const report = onlyReport(folder);
  expect([isPass(report, code), report.verdict.reasons]).toEqual([true, expect.anything()]);
  expect(report.scenario.turns).toBe(false);
  expect([countIn(report, 'conversations_completed'), countIn(report, 'inputs_sent')]).toEqual([25, 0]);
  expect(server.stats().inputs).toBe(0);
  expect(stdout).toMatch(/ connections +25 opened, 0 failed, 0 lost, up to \d+ users at once/);
  expect(stdout).not.toMatch(/turn|output|Closed model/);
  const markdown = readFileSync(join(files, 'idle.md'), 'utf8');
  expect(markdown).toContain('| `connect` | 25 |');
  expect(markdown).not.toMatch(/turn|output/);
});

it('a connection that is lost while it is held fails its conversation', async () => {
  const server = await mock();
  const folder = tempFolder();
  const target = ['--target', `${server.url}/${server.token}`, '--vus', '3', '--report-dir', folder];
  const run = startPalaver(['run', scenarioFile(tempFolder(), scenarioOf('1h')), ...target]);
  // The first one is that of the target check, which is closed before the users open theirs.
  await eventually(() => server.stats().ready === 4);
  await server.stop();
  const { code } = await run.finished;
  const report = onlyReport(folder);
  expect(exitCodeBeside(report, code)).toBe(99);
  expect(countIn(report, 'disconnects')).toBe(3);
  expect(countIn(report, 'conversations_failed')).toBe(3);
  expect(report.verdict.reasons.map(({ text }) => text)).toContain('disconnects == 0: 3, expected 0');
});

it('a target that is down from the start is no pass', async () => {
  const server = await mock();
  await server.stop();
  const file = scenarioFile(tempFolder(), scenarioOf('1s'));
  const target = ['--target', `${server.url}/${server.token}`, '--report-dir', tempFolder()];
  const { code, stderr } = await palaver(['run', file, ...target]);
  expect([code, stderr]).toEqual([114, expect.stringContaining('connection refused')]);
});

it('two runs are compared by their connections, and what cannot be compared is said', async () => {
  const server = await mock();
  const folder = tempFolder();
  const file = scenarioFile(tempFolder(), scenarioOf('100ms'));
  const target = ['--target', `${server.url}/${server.token}`, '--vus', '10', '--report-dir', folder];
  for (const id of ['before', 'after']) await palaver(['run', file, ...target, '--run-id', id, '--no-html']);
  const pathOf = (id: string) => join(folder, readdirSync(folder).find((name) => name.endsWith(`-${id}`))!);
  const { code, stdout } = await palaver(['compare', pathOf('before'), pathOf('after')]);
  expect(stdout).toMatch(/^ candidate +idle, .*, 10 connections, run after$/m);
  expect(stdout).toMatch(/^ connects_failed +0 % +0 % +– +– n\/a$/m);
  expect(stdout).toMatch(/^ disconnects +0 % +0 % +– +– n\/a$/m);
  expect(stdout).toMatch(/^ connect p50 +\S+ m?s +\S+ m?s +– +– n\/a$/m);
  expect(stdout.replace(/\s+/g, ' ')).toContain('compare connect and ready, which a report does not keep over time');
  expect(stdout).toContain('verdict: NOT ENOUGH DATA');
  expect(stdout).not.toMatch(/\bturns?\b/);
  expect(code).toBe(112);
});
