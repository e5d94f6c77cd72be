import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { countIn, onlyReport, palaver, reasonsBeside, tempFolder } from '../support/palaver.ts';

const EXAMPLES = readdirSync('scenarios').filter((name) => /\.(yml|ts)$/.test(name));
const NEEDED = [
  'smoke',
  'restaurant-booking',
  'faq',
  'spike',
  'soak',
  'notify-broadcast',
  'reconnect-storm',
  'llm-streaming',
  'handover',
];

/** Of eight conversations with an endpoint that drops replies, not all complete. */
const LOSSY = new Set(['transformers.yml']);

describe.concurrent('every example in scenarios/', () => {
  it('can be run', ({ expect }) => {
    expect(EXAMPLES).toEqual(expect.arrayContaining(NEEDED.map((name) => `${name}.yml`)));
  });

  it('is explained in its first lines and in the list', ({ expect }) => {
    const list = readFileSync('scenarios/README.md', 'utf8');
    for (const name of EXAMPLES) {
      expect(list).toContain(`(${name})`);
      const text = readFileSync(`scenarios/${name}`, 'utf8');
      const first = name.endsWith('.ts')
        ? /^\/\*\*\n \* /
        : /^# yaml-language-server: \$schema=\.\/scenario\.schema\.json\n#\n# /;
      expect(text).toMatch(first);
      expect(text).toContain(`palaver run scenarios/${name}`);
    }
  });

  it.each(EXAMPLES)('%s works with the mock endpoint', async (name) => {
    const folder = tempFolder();
    const load = ['--vus', '8', '--conversations', '8', '--seed', '1'];
    const args = ['run', `scenarios/${name}`, '--mock', '--report-dir', folder, ...load, '--no-thresholds'];
    const { code, stderr } = await palaver(args);
    if (code === 104) throw new Error(stderr);
    const report = onlyReport(folder);
    expect(countIn(report, 'turns_mismatched')).toBe(0);
    for (const { failed } of report.checks) expect(failed).toBe(0);
    if (LOSSY.has(name)) return expect(countIn(report, 'conversations_completed')).toBeGreaterThan(0);
    expect(reasonsBeside(report)).toEqual([]);
    expect(countIn(report, 'conversations_completed')).toBe(8 * report.targets.length);
  });
});
