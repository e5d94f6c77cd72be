import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type MockServer, startMock } from '../../src/mock/mock-server.ts';
import { exitCodeBeside, onlyReport, palaver, scenarioFile, tempFolder } from '../support/palaver.ts';

const SCENARIO = `
name: an echo
defaults: { think: 10ms, onFailure: continue }
load: { closed: { vus: 1, conversations: 1 } }
conversations:
  - name: talk
    steps:
      - { say: 'my number is {{$number 4711 4711}}', as: number, capture: { number: { regex: '/[0-9]+/', group: 0 } } }
      - branch:
          - when: { text: { contains: '{{number}}' } }
            steps: [ { say: again, expect: { text: { contains: never } } } ]
          - otherwise: [ bye ]
  - { name: other, steps: [ never ] , weight: 0.000001 }
`;
const TOKEN = 'secret-token-of-the-echo';

interface Traced {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly folder: string;
}

describe('a trace', () => {
  let mock: MockServer;
  beforeAll(async () => {
    mock = await startMock({ bot: 'echo', delay: '2ms', ready: '0s' });
    return () => mock.stop();
  });

  async function traced(...args: string[]): Promise<Traced> {
    const folder = tempFolder();
    const file = scenarioFile(folder, SCENARIO);
    const target = ['--target', `${mock.url}/${TOKEN}`, '--seed', '1', '--report-dir', join(folder, 'reports')];
    return { folder, ...(await palaver(['run', file, ...target, ...args])) };
  }

  const fileOf = ({ folder }: Traced, name: string) => {
    const [run] = readdirSync(join(folder, 'reports'));
    return readFileSync(join(folder, 'reports', run!, name), 'utf8');
  };
  /** The lines of what users and bots said, and of the decisions, without their instants. */
  const said = (text: string) => text.match(/(?<=^ +[\d.]+ +)(user|bot|branch:|✗|captured) .*$/gm);

  it('is shown on stderr with one user, and written to trace.txt and the page, without texts', async () => {
    const run = await traced('--trace');
    const lines = [
      'user  number: "my number is {{$number 4711 4711}}"',
      expect.stringMatching(/^bot {3}17 characters \(#/),
      expect.stringMatching(/^captured number = 6 characters/),
      'branch: case 1 of 1: a reply that contains "{{number}}"',
      'user  "again"',
      expect.stringMatching(/^bot {3}5 characters \(#/),
      expect.stringMatching(/^✗ expected a reply that contains "never", got 5 characters/),
    ];
    expect(said(run.stderr)).toEqual(lines);
    const file = fileOf(run, 'trace.txt');
    expect(said(file)).toEqual(lines);
    expect(run.stdout).toMatch(/trace +\S+trace\.txt/);
    expect(run.stdout).not.toContain('--trace');
    expect(onlyReport(join(run.folder, 'reports')).traces).toMatchObject([
      { number: 0, conversation: 'talk', outcome: 'failed', hashed: true },
    ]);
    for (const text of [run.stderr, run.stdout, file, fileOf(run, 'report.html'), fileOf(run, 'report.json')])
      expect(text).not.toMatch(new RegExp(`is 4711|${TOKEN}`));
  });

  it('has the first conversations by number, with any number of load threads, in plain text with --keep-texts', async () => {
    const load = ['--vus', '5', '--conversations', '10', '--keep-texts'];
    const [one, two] = await Promise.all([
      traced(...load, '--trace', '3', '--workers', '1'),
      traced(...load, '--trace', '3', '--workers', '2'),
    ]);
    const headings = (text: string) => text.match(/^conversation \d+: \w+/gm);
    const file = fileOf(one, 'trace.txt');
    expect(headings(file)).toEqual(['conversation 0: talk', 'conversation 1: talk', 'conversation 2: talk']);
    expect(said(file)).toContain('captured number = "4711"');
    expect(said(fileOf(two, 'trace.txt'))).toEqual(said(file));
    // Several users: their conversations would be mixed.
    expect(one.stderr).not.toContain('conversation 0:');
  });

  it('hides secrets that a turn captures, also in what was said before', async () => {
    const folder = tempFolder();
    const text = SCENARIO.replace('name: an echo', 'name: an echo\nsecrets: [number]').replaceAll(
      '4711',
      '471147114711',
    );
    const target = ['--target', `${mock.url}/${TOKEN}`, '--report-dir', join(folder, 'reports')];
    const run = await palaver(['run', scenarioFile(folder, text), ...target, '--trace', '--keep-texts']);
    const checked = await palaver(['check', scenarioFile(folder, text), ...target.slice(0, 2)]);
    for (const shown of [run.stderr, fileOf({ folder, ...run }, 'trace.txt'), checked.stdout]) {
      expect(shown).toMatch(/captured number = "….{4}"/);
      expect(shown).not.toContain('is 471147114711');
    }
  });

  it('is recommended by a run that fails without one', async () => {
    const run = await traced();
    const report = onlyReport(join(run.folder, 'reports'));
    expect(exitCodeBeside(report, run.code)).toBe(99);
    expect(run.stdout).toContain('add --trace to the run to see one conversation');
    expect(report.traces).toBeUndefined();
  });

  it('is what check prints of a scenario, in plain text, with the outcome as exit code', async () => {
    const before = mock.stats().testInputs;
    const file = scenarioFile(tempFolder(), SCENARIO);
    const target = ['--target', `${mock.url}/${TOKEN}`];
    const [failed, passed, unknown] = await Promise.all([
      palaver(['check', file, ...target, '--trace', '2']),
      palaver(['check', file, ...target, '--conversation', 'other']),
      palaver(['check', file, ...target, '--conversation', 'nobody']),
    ]);
    expect([failed.code, passed.code, unknown.code]).toEqual([99, 0, 104]);
    expect(failed.stdout.match(/"my number is 4711"/g)).toHaveLength(4);
    expect(failed.stdout).toContain('✗ expected a reply that contains "never", got "again"');
    expect(failed.stdout).toContain('all 2 conversations failed');
    expect(failed.stdout).not.toContain(TOKEN);
    expect(said(passed.stdout)).toEqual(['user  "never"', 'bot   "never"']);
    expect(unknown.stderr).toContain('use one of "talk", "other"');
    // Of `check`, all are marked as test inputs: two conversations of two turns, and one of one.
    expect(mock.stats().testInputs - before).toBe(5);
  });
});
