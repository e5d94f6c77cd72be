import { describe, expect, it } from 'vitest';
import {
  exitCodeBeside,
  isPass,
  onlyReport,
  palaver,
  reasonsBeside,
  scenarioFile,
  tempFolder,
} from '../support/palaver.ts';

const slow = (thresholds: string) => `
mock: { bot: echo, delay: 300ms, workers: 50 }
defaults: { think: 10ms }
load: { closed: { vus: 10, duration: 5s, startSpread: 0s } }
conversations: [ { name: talk, steps: [one, two] } ]
thresholds: ${thresholds}
`;

async function run(thresholds: string) {
  const folder = tempFolder();
  const file = scenarioFile(folder, slow(thresholds));
  const { code, stdout, stderr } = await palaver(['run', file, '--mock', '--report-dir', folder]);
  return { code, stdout, stderr, report: onlyReport(folder) };
}

describe.concurrent('a threshold with abort', () => {
  it('ends a hopeless run early, with what was measured until then', async () => {
    const { code, stderr, report } = await run('[ { expression: "first_output p50 < 100ms", abort: { after: 1s } } ]');
    expect(exitCodeBeside(report, code)).toBe(99);
    expect(report.run.durationMs).toBeGreaterThan(1000);
    expect(report.run.durationMs).toBeLessThan(4500);
    expect(report.run).toMatchObject({ partial: true, stopReason: 'threshold' });
    expect(reasonsBeside(report)[0]).toMatch(
      /^first_output p50 < 100ms was missed after [1-3]\.\d\d s \(\d+ ms, exceeds the limit by \d+ ms \(\d+ %\)\), which ends the run/,
    );
    expect(stderr).toContain('which ends the run (abort)');
    expect(report.metrics.conversations_interrupted).toMatchObject({ count: 0 });
  });

  it('that is met or has too little data does not end the run', async () => {
    const { code, report } = await run(
      '[ { expression: "first_output p50 < 2s", abort: true }, "turns_timed_out == 0 in steady" ]',
    );
    expect(report.run).toMatchObject({ partial: false, stopReason: 'time' });
    expect(report.thresholds.map(({ state }) => state)).toEqual(['pass', 'pass', 'pass']);
    expect(isPass(report, code)).toBe(true);
  });
});
