import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { countIn, onlyReport, palaver, reasonsBeside, tempFolder } from '../support/palaver.ts';

const EXAMPLES = readdirSync('scenarios').filter((name) => name.endsWith('.yml'));

describe('every example in scenarios/', () => {
  it('is there to be run', () => {
    expect(EXAMPLES).toEqual(expect.arrayContaining(['restaurant-booking.yml', 'smoke.yml']));
  });

  it.each(EXAMPLES)('%s talks sense with the practice endpoint', async (name) => {
    const folder = tempFolder();
    const load = ['--vus', '8', '--conversations', '8', '--seed', '1'];
    const args = ['run', `scenarios/${name}`, '--practice', '--report-dir', folder, ...load, '--no-thresholds'];
    await palaver(args);
    const report = onlyReport(folder);
    expect(reasonsBeside(report)).toEqual([]);
    expect(countIn(report, 'conversations_completed')).toBe(8);
    expect(countIn(report, 'turns_mismatched')).toBe(0);
    for (const { failed } of report.checks) expect(failed).toBe(0);
  });
});
