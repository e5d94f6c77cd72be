import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MockServer, startMock } from '../../src/mock/mock-server.ts';
import { countIn, onlyReport, palaver, scenarioFile, tempFolder } from '../support/palaver.ts';

const SCENARIO = `
name: short timeout
defaults: { timeout: 4s, think: 1ms }
load: { closed: { vus: 5, conversations: 10 } }
conversations: [{ steps: [hello] }]
`;

describe('a target without final pings', () => {
  let mock: MockServer;
  beforeAll(async () => {
    mock = await startMock({ bot: 'echo', delay: '10ms', finalPing: 'none', workers: 50 });
  });
  afterAll(() => mock.stop());
  const target = () => `${mock.url}/${mock.token}`;

  it('gets the suggested completion from check', async () => {
    const { code, stdout } = await palaver(['check', '--target', target()]);
    expect(code).toBe(0);
    expect(stdout).toContain('none within 3.00 s of the last reply');
    expect(stdout).toContain('\n                 defaults: { completion: { quiet: 3s } }\n');
  });

  it('loses no conversation in a run, and the report says what ends its turns', async () => {
    const folder = tempFolder();
    const file = scenarioFile(folder, SCENARIO);
    const { stdout } = await palaver(['run', file, '--target', target(), '--report-dir', folder]);
    const report = onlyReport(folder);
    expect(countIn(report, 'conversations_completed')).toBe(10);
    expect(countIn(report, 'turns_timed_out')).toBe(0);
    expect(report.notes.filter((note) => note.includes('without a final ping'))).toHaveLength(1);
    expect(stdout).toContain('replies come without a final ping');
  });
});
