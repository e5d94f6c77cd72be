import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { startMock } from '../../src/mock/mock-server.ts';
import { onlyReport, palaver, scenarioFile, tempFolder } from '../support/palaver.ts';

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

/** Runs the scenario against an endpoint that echoes; every output is in `folder` then. */
async function run(...args: string[]) {
  const folder = tempFolder();
  const summary = join(folder, 'step-summary');
  writeFileSync(join(folder, 'guests.csv'), GUESTS);
  const mock = await startMock({ bot: 'echo', delay: '2ms', ready: '0s' });
  try {
    const outs = OUTPUTS.flatMap((type) => ['--out', `${type}=${join(folder, `out.${type}`)}`]);
    const target = ['--target', `${mock.url}/token`, '--report-dir', join(folder, 'reports')];
    const { stdout, stderr } = await palaver(['run', scenarioFile(folder, SCENARIO), ...target, ...outs, ...args], {
      GITHUB_STEP_SUMMARY: summary,
    });
    return { folder, told: `${stdout}${stderr}`, report: onlyReport(join(folder, 'reports')) };
  } finally {
    await mock.stop();
  }
}

describe('what users and bots said', () => {
  let kept: Awaited<ReturnType<typeof run>>;
  let left: Awaited<ReturnType<typeof run>>;
  beforeAll(async () => {
    left = await run();
    kept = await run('--keep-texts');
  });

  it('is in no output of a run, whatever checks failed', () => {
    const written = readdirSync(left.folder).filter((name) => name.startsWith('out.') || name === 'step-summary');
    expect(written.length).toBe(OUTPUTS.length + 1);
    for (const name of written)
      expect([name, readFileSync(join(left.folder, name), 'latin1')]).not.toEqual([
        name,
        expect.stringMatching(PRIVATE),
      ]);
    expect(JSON.stringify(left.report)).not.toMatch(PRIVATE);
    expect(left.told).not.toMatch(PRIVATE);
  });

  it('does not multiply the causes: two checks, each with all its turns', () => {
    const causes = left.report.errors.find((error) => error.class === 'mismatched')?.causes;
    expect(causes).toMatchObject([
      { step: 'hello', check: 'a reply that contains "PIN {{pin}}"', count: 3 },
      { step: 'again', check: 'a reply that equals "{{code}}"', count: 3 },
    ]);
    expect(left.told.replace(/\s+/g, ' ')).toContain('a reply that contains "PIN {{pin}}"');
  });

  it('is in clear with --keep-texts', () => {
    for (const name of ['html', 'markdown', 'junit', 'tables', 'json', 'turns'])
      expect(readFileSync(join(kept.folder, `out.${name}`), 'utf8')).toMatch(/Mallory-Guest/);
    expect(kept.told).toContain('Mallory-Guest');
  });
});
