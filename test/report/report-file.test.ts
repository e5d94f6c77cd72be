import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { KnownError } from '../../src/platform/known-error.ts';
import { parseReport, readReport } from '../../src/report/read-report.ts';
import { serialiseReport } from '../../src/report/serialise-report.ts';
import { claimReportFolder, REPORT_FILE, reportFolderName, writeReport } from '../../src/report/write-report.ts';
import { sampleReport } from '../support/sample-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'palaver-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('report files', () => {
  const report = sampleReport(20);
  const text = serialiseReport(report);

  it('are written completely into a folder named after the run, and read back unchanged', () => {
    const written = writeReport(folder, report);
    expect(written).toBe(join(folder, 'restaurant-booking-20260131T142500Z-7f3a'));
    expect(readdirSync(written)).toEqual([REPORT_FILE]);
    expect(readReport(join(written, REPORT_FILE))).toEqual(report);
    expect(writeReport(folder, report)).toBe(written);
  });

  it('read back a threshold on goodput, whose samples are seconds', () => {
    const [threshold] = report.thresholds;
    const measured = { ...report, thresholds: [{ ...threshold!, expression: 'goodput > 1/s', samples: 5.202729 }] };
    expect(parseReport(serialiseReport(measured), 'report.json')).toEqual(measured);
  });

  it('are those of the steps in the folder of a capacity search', () => {
    const search = mkdtempSync(join(folder, 'search-'));
    writeFileSync(join(search, 'capacity.json'), '{}');
    expect(() => readReport(join(search, REPORT_FILE))).toThrow(
      expect.objectContaining({
        message: `${search} is a capacity search, not a run`,
        hint: 'use the folder of one of its steps (step-…), or open its capacity.json',
      }),
    );
  });

  it('have a folder of their own, whatever other runs are named', () => {
    const reports = join(folder, 'claimed');
    const claimed = [1, 2, 3].map(() => claimReportFolder(reports, report.run));
    const name = 'restaurant-booking-20260131T142500Z-7f3a';
    expect(claimed).toEqual([name, `${name}-2`, `${name}-3`].map((each) => join(reports, each)));
    expect(writeReport(reports, report, claimed[1])).toBe(claimed[1]);
  });

  it.each([
    ['Büro & Küche/..\\', 'buro-kuche'],
    ['  ', 'run'],
    ['../../etc', 'etc'],
    ['東京', 'run'],
    ['x'.repeat(300), 'x'.repeat(60)],
  ])('have a folder name that is valid on every file system: %j', (name, expected) => {
    const startedAt = '2026-01-31T14:25:00.123Z';
    const made = reportFolderName({ name: name.normalize('NFD').normalize('NFC'), startedAt, id: 'A1/b' });
    expect(made.replace(/u-+/g, 'u')).toBe(`${expected}-20260131T142500Z-a1-b`.replace(/u-+/g, 'u'));
  });

  it('that cannot be written cause one clear error', () => {
    writeFileSync(join(folder, 'a-file'), '');
    expect(() => writeReport(join(folder, 'a-file'), report)).toThrow(/cannot write .*a-file/);
  });

  it.each([
    ['truncated', text.slice(0, 5000), /incomplete \(5000 characters\)/],
    ['empty', '', /incomplete/],
    ['edited into no JSON', text.replace('"tool"', 'tool'), /cannot be read as a report: it is not valid JSON$/],
    ['something else', '{"name":"package"}', /the version is missing/],
    ['null', 'null', /cannot be read/],
    [
      'of a newer major version',
      text.replace('"version": "2.', '"version": "3.'),
      /report version 3\.\d+\.0; this palaver reads version 2/,
    ],
    [
      'of an older major version, whatever else is in it,',
      '{"version":"1.5.0","tool":"palaver 0.9.0"}',
      /report version 1\.5\.0; this palaver reads version 2/,
    ],
    [
      'edited',
      text
        .replace('"status": "pass"', '"status": "green"')
        .replace('"status": "no-data"', '"status": "green"')
        .replace('"status": "fail"', '"status": "green"'),
      /cannot be read as a report: the field verdict\.status is invalid$/,
    ],
  ])('that are %s are rejected with the position', (_what, content, message) => {
    expect(() => parseReport(content, 'a/report.json')).toThrow(KnownError);
    expect(() => parseReport(content, 'a/report.json')).toThrow(message);
    expect(() => parseReport(content, 'a/report.json')).toThrow(/a\/report\.json/);
  });

  it('of a newer minor version are read without the unknown keys', () => {
    const newer = { ...report, version: '2.9.0', invention: 1, run: { ...report.run, mood: 'good' } };
    expect(parseReport(JSON.stringify(newer), 'x')).toEqual({ ...report, version: '2.9.0' });
  });
});
