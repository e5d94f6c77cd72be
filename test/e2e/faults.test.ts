import { describe, expect, it } from 'vitest';
import type { MockInput } from '../../src/mock/mock-options.ts';
import { type MockServer, startMock } from '../../src/mock/mock-server.ts';
import type { MockStats } from '../../src/mock/server/mock-stats.ts';
import type { Report } from '../../src/report/report.ts';
import {
  countIn,
  isPass,
  onlyReport,
  palaver,
  reasonsBeside,
  reasonsIn,
  scenarioFile,
  tempFolder,
} from '../support/palaver.ts';

const SCENARIO = `
name: faults
defaults: { think: 10ms, timeout: 400ms, onFailure: stop }
load: { closed: { vus: 4, conversations: 40, startSpread: 20ms } }
conversations:
  - steps: [one, two, three]
`;

const QUICK: MockInput = { bot: 'echo', delay: '5ms', workers: 50, ready: '5ms' };

interface Fault {
  name: string;
  faults: NonNullable<MockInput['faults']>;
  flags?: string[];
  /** What the report must say, given what the endpoint did. */
  check: (report: Report, stats: MockStats) => void;
}

const FAULTS: Fault[] = [
  {
    name: 'drop: turns are cut, and the line is lost as often',
    faults: { drop: 0.1 },
    check: (report, stats) => {
      expect(stats.faultDrop).toBeGreaterThan(0);
      expect(countIn(report, 'turns_cut')).toBe(stats.faultDrop);
      expect(countIn(report, 'disconnects')).toBe(stats.faultDrop);
    },
  },
  {
    name: 'mute: turns time out',
    faults: { mute: 0.1 },
    check: (report, stats) => {
      expect(stats.faultMute).toBeGreaterThan(0);
      expect(countIn(report, 'turns_timed_out')).toBe(stats.faultMute);
    },
  },
  {
    name: 'error outputs: turns are errored',
    faults: { errorOutput: 0.1 },
    check: (report, stats) => {
      expect(stats.faultErrorOutput).toBeGreaterThan(0);
      expect(countIn(report, 'turns_errored')).toBe(stats.faultErrorOutput);
      expect(countIn(report, 'outputs_error')).toBe(stats.faultErrorOutput);
    },
  },
  {
    name: 'exceptions: turns are errored, without an output',
    faults: { exception: 0.1 },
    check: (report, stats) => {
      expect(stats.faultException).toBeGreaterThan(0);
      expect(countIn(report, 'turns_errored')).toBe(stats.faultException);
      expect(countIn(report, 'exceptions')).toBe(stats.faultException);
      expect(countIn(report, 'outputs_error')).toBe(0);
    },
  },
  {
    name: 'never ready: conversations fail before they talk',
    faults: { neverReady: 0.3 },
    flags: ['--ready', 'wait', '--connect-timeout', '500ms'],
    check: (report, stats) => {
      expect(stats.faultNeverReady).toBeGreaterThan(0);
      expect(reasonsIn(report, 'connects_failed')).toEqual({ 'never-ready': stats.faultNeverReady });
    },
  },
  {
    name: 'slow accept: connecting takes long, turns do not',
    faults: { slowAccept: '150ms' },
    check: (report, stats) => {
      expect(stats.faultSlowAccept).toBeGreaterThanOrEqual(40);
      const { connect, turn } = report.metrics;
      expect(connect?.kind === 'trend' && connect.min).toBeGreaterThanOrEqual(150);
      expect(turn?.kind === 'trend' && turn.p50).toBeLessThan(100);
    },
  },
  {
    name: 'heartbeat stop: hung connections are found out',
    faults: { heartbeatStop: 0.2 },
    check: (report, stats) => {
      expect(stats.faultHeartbeatStop).toBeGreaterThan(0);
      expect(countIn(report, 'turns_timed_out') + countIn(report, 'turns_cut')).toBe(stats.faultHeartbeatStop);
    },
  },
];

/** Conversations that fail before ready make their user wait a second; a failing first connection would end preflight. */
async function runAgainst(
  mock: MockServer,
  flags: string[] = [],
): Promise<{ report: Report; code: number | null; stderr: string }> {
  const folder = tempFolder();
  const args = [
    'run',
    scenarioFile(folder, SCENARIO),
    '-t',
    `${mock.url}/token`,
    '--report-dir',
    folder,
    '--run-id',
    'faults',
    ...flags,
  ];
  const { code, stderr } = await palaver(args);
  return { report: onlyReport(folder), code, stderr };
}

describe.concurrent('faults of the endpoint, consistent with the counters of the report', () => {
  it.each(FAULTS)('$name', async ({ faults, flags, check }) => {
    // Faults follow from seed and session ids: with these, the connection of preflight goes well.
    const mock = await startMock({ ...QUICK, seed: 5, faults });
    const { report, code } = await runAgainst(mock, flags);
    check(report, mock.stats());
    await mock.stop();
    const failed = countIn(report, 'conversations_failed');
    expect(countIn(report, 'conversations_started')).toBe(40);
    expect(countIn(report, 'conversations_completed') + failed).toBe(40);
    // No threshold judges these runs: they pass, but not without a word.
    const unjudged = new RegExp(
      `^no threshold covers these failures: .*; ${failed} of 40 conversations failed; set a threshold`,
    );
    expect(reasonsBeside(report)).toEqual(failed > 0 ? [expect.stringMatching(unjudged)] : []);
    expect(isPass(report, code)).toBe(true);
    if (failed > 0) expect(report.errors.length).toBeGreaterThan(0);
  });

  // A run that comes up late on a busy machine may begin when the restart is over.
  it('restart: every connection is lost once, and the run continues', { retry: 2 }, async () => {
    const mock = await startMock({ ...QUICK, faults: { restart: '5s', restartDowntime: '300ms' } });
    const { report } = await runAgainst(mock, ['-u', '4', '-d', '8s']);
    expect(mock.stats().faultRestart).toBe(1);
    expect(countIn(report, 'disconnects') + countIn(report, 'connects_failed')).toBeGreaterThan(0);
    expect(countIn(report, 'conversations_completed')).toBeGreaterThan(4);
    expect(reasonsBeside(report)).toEqual([expect.stringMatching(/^no threshold covers these failures: /)]);
    await mock.stop();
  });

  it.each([401, 403, 404, 429, 502, 503] as const)(
    'an upgrade refused with %s ends preflight with 114',
    async (refuse) => {
      const mock = await startMock({ ...QUICK, faults: { refuse } });
      const { code, stderr } = await palaver([
        'run',
        '--say',
        'hello',
        '-t',
        `${mock.url}/token`,
        '--report-dir',
        tempFolder(),
      ]);
      expect(code).toBe(114);
      expect(stderr).toContain(String(refuse));
      expect(stderr).toContain('→');
      await mock.stop();
    },
  );
});
