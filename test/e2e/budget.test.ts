import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MockServer, startMock } from '../../src/mock/mock-server.ts';
import { countIn, isPass, onlyReport, palaver, scenarioFile, tempFolder } from '../support/palaver.ts';

let mock: MockServer;
beforeAll(async () => {
  mock = await startMock({ bot: 'echo', delay: '5ms', workers: 50 });
});
afterAll(() => mock.stop());

const talk = (more: string) => `
defaults: { think: 10ms }
load: { closed: { vus: 4, duration: 1h, startSpread: 0s } }
conversations: [ { steps: [one, two, three] } ]
${more}
`;

async function run(text: string, ...args: string[]) {
  const folder = tempFolder();
  const before = mock.stats().inputs;
  const target = `${mock.url}/${mock.token}`;
  const file = scenarioFile(folder, text);
  const { code, stdout, stderr } = await palaver(['run', file, '-t', target, '--report-dir', folder, ...args]);
  return { code, stdout, stderr, report: onlyReport(folder), inputs: mock.stats().inputs - before };
}

describe('a run with a budget', () => {
  it('stops gracefully when it is used up, exits with 113, and counts what the endpoint counted', async () => {
    const { code, stdout, report, inputs } = await run(talk('budget: { inputs: 50 }'));
    expect(code).toBe(113);
    expect(report.verdict.reasons[0]).toMatchObject({
      kind: 'ending',
      text: expect.stringContaining('the budget of 50 inputs is used up'),
    });
    expect(report.run).toMatchObject({ partial: true, stopReason: 'budget' });
    expect(report.budget).toMatchObject({ inputs, limit: { inputs: 50 }, planned: { billable: expect.any(Number) } });
    expect(report.budget.billable).toBe(report.budget.conversations);
    expect(countIn(report, 'inputs_sent')).toBe(inputs);
    expect(inputs).toBeGreaterThanOrEqual(50);
    expect(countIn(report, 'conversations_interrupted')).toBe(0);
    expect(stdout).toContain('exit code  113');
  });

  it('on cost counts billable conversations at their price', async () => {
    const { code, report } = await run(talk('budget: { costPerConversation: 0.02, cost: 0.3 }'));
    expect(code).toBe(113);
    expect(report.budget.cost).toBeCloseTo(report.budget.billable! * 0.02, 9);
    expect(report.budget.cost).toBeGreaterThanOrEqual(0.3);
  });

  it('passes if the plan uses exactly the budget', async () => {
    const { code, report } = await run(talk('budget: { inputs: 18, conversations: 6 }'), '-u', '2', '-i', '6');
    expect(report.budget).toMatchObject({ inputs: 18, billable: 6, planned: { inputs: 18, billable: 6 } });
    expect(isPass(report, code)).toBe(true);
  });
});

describe('a plan above the limits of a shared host', () => {
  const much = ['run', '--say', 'hello', '-t', 'https://endpoint.nicecxone.com/some-token', '-u', '2000', '-d', '60s'];

  it('is refused with 113 before any connection', async () => {
    const { code, stdout, stderr } = await palaver(much);
    expect(code).toBe(113);
    expect(stdout).toBe('');
    expect(stderr).toMatch(
      /the plan exceeds what is allowed without --yes: up to [\d,]+ connections within 5 minutes to endpoint\.nicecxone\.com/,
    );
    expect(stderr).toContain('--yes');
    expect(stderr).not.toContain('some-token');
  });

  it('with --yes shows the cost and continues', async () => {
    const { code, stderr } = await palaver([
      ...much,
      '--yes',
      '--resolve',
      'endpoint.nicecxone.com=127.0.0.1',
      '--connect-timeout',
      '2s',
    ]);
    expect(stderr).toMatch(/billable {6}up to [\d,]+ conversations/);
    expect(code).toBe(114);
  });
});
