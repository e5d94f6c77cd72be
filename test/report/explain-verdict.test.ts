import { describe, expect, it } from 'vitest';
import { buildPageModel } from '../../src/render/build-page-model.ts';
import { renderJunit } from '../../src/render/junit/render-junit.ts';
import { plainPage } from '../../src/render/page/plain-page.ts';
import { renderMarkdown } from '../../src/render/render-markdown.ts';
import { renderTables } from '../../src/render/render-tables.ts';
import { explainVerdict } from '../../src/report/explain-verdict.ts';
import type { Report } from '../../src/report/report.ts';
import { sampleReport } from '../support/sample-report.ts';

type Reasons = Report['verdict']['reasons'];
type State = Report['thresholds'][number]['state'];

const { thresholds } = sampleReport(400);
const withStates = (...states: State[]) =>
  states.map((state, index) => ({ ...thresholds[0]!, expression: `threshold ${index}`, state }));
const NOTHING = { kind: 'no-data', text: 'no conversation completed at target eu; see the failures' } as const;

describe('a verdict is explained', () => {
  it.each<[string, number, Report['verdict']['status'], State[], Reasons]>([
    ['no thresholds were set', 0, 'pass', [], []],
    ['the threshold passed', 0, 'pass', ['pass'], []],
    ['all 2 thresholds passed', 0, 'pass', ['pass', 'pass'], []],
    ['the threshold failed', 99, 'fail', ['fail'], []],
    ['2 of 3 thresholds failed', 99, 'fail', ['fail', 'pass', 'fail'], []],
    [
      '1 of 4 thresholds failed, 2 could not be evaluated, 1 inconclusive',
      99,
      'fail',
      ['too-few', 'no-data', 'fail', 'inconclusive'],
      [NOTHING],
    ],
    ['the threshold could not be evaluated', 99, 'too-few-turns', ['too-few'], []],
    [
      '1 of 2 thresholds could not be evaluated',
      99,
      'no-data',
      ['no-data', 'pass'],
      [{ kind: 'no-data', text: 'threshold 0: no data' }],
    ],
    ['no conversation completed at target eu', 99, 'no-data', ['no-data', 'pass'], [NOTHING]],
    [
      'a stop rule or a threshold with abort ended the run',
      99,
      'fail',
      ['fail'],
      [{ kind: 'ending', text: 'stopped by --stop-on' }],
    ],
    ['the run is incomplete', 112, 'incomplete', [], []],
    ['the measurement is invalid', 112, 'invalid', ['fail'], []],
    ['the result is inconclusive', 112, 'inconclusive', [], []],
    ['the comparison does not have enough data', 112, 'not-enough-data', [], []],
    ['the runs cannot be compared', 112, 'not-comparable', [], []],
    ['stopped by a signal; the report is written and marked partial', 105, 'incomplete', [], []],
  ])('%s', (text, exitCode, status, states, reasons) => {
    expect(explainVerdict({ verdict: { status, exitCode, reasons }, thresholds: withStates(...states) })).toBe(text);
  });

  it.each([
    ['failed', sampleReport(400)],
    ['has few turns', sampleReport(12)],
  ])('alike on every output where the run %s', (_name, report) => {
    const why = explainVerdict(report);
    expect(renderTables(report)).toContain(`exit code  99: ${why}\n`);
    expect(renderMarkdown(report)).toContain(`**exit code 99**: ${why}\n`);
    expect(renderJunit(report)).toContain(`exit code 99: ${why}"`);
    expect(plainPage(buildPageModel(report))).toContain(`exit code 99: ${why}<`);
  });
});
