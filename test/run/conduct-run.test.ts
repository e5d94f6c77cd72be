import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ShardExecutor } from '../../src/distribute/shard-executor.ts';
import type { RunObserver } from '../../src/live/run-observer.ts';
import type { MockInput } from '../../src/mock/mock-options.ts';
import type { MockServer } from '../../src/mock/mock-server.ts';
import { KnownError } from '../../src/platform/known-error.ts';
import { monotonicClock } from '../../src/platform/time/clock.ts';
import type { Report } from '../../src/report/report.ts';
import { conductRun } from '../../src/run/conduct-run.ts';
import { preflight } from '../../src/run/preflight.ts';
import { prepareRun } from '../../src/run/prepare-run.ts';
import { resolveTargets } from '../../src/run/resolve-targets.ts';
import type { RunOptions } from '../../src/run/run-options.ts';
import { eventually } from '../support/eventually.ts';
import { FakeTime } from '../support/fake-time.ts';
import { inProcess } from '../support/in-process.ts';
import { mock } from '../support/mock-fixture.ts';
import { countIn, onlyReport, reasonsBeside, tempFolder } from '../support/palaver.ts';
import { crashingScenario, FIRST_THEN_SECOND, scenarioOf } from '../support/shard-fixture.ts';
import { TestSystem } from '../support/test-system.ts';

const HOUR = 3_600_000;
const SCENARIO = scenarioOf([{}, {}], [{}]);

/** Its users crash as they come to plan the second conversation. */
const CRASHING: ShardExecutor = {
  start: (shard, ring, listener) => inProcess.start({ ...shard, scenario: crashingScenario() }, ring, listener),
};

interface Setting {
  readonly options: RunOptions;
  readonly mock?: MockInput;
  readonly reportDir?: string;
  readonly executor?: ShardExecutor;
  readonly judge?: (report: Report) => Report;
  readonly page?: (report: Report) => string;
  readonly observers?: readonly RunObserver[];
  /** Of what the run does periodically; its load runs in real time. */
  readonly time?: FakeTime;
}

/** A run under way against a mock endpoint, its load in this thread. */
async function conduct(setting: Setting) {
  const {
    options,
    mock: input,
    reportDir = tempFolder(),
    executor = inProcess,
    judge,
    page,
    observers,
    time,
  } = setting;
  const server = await mock(input);
  const system = new TestSystem({ CI_COMMIT_SHA: 'abc123' }, time);
  const named = resolveTargets(SCENARIO.targets, {}, {}, () => server);
  const resolved = prepareRun(SCENARIO, named, { seed: FIRST_THEN_SECOND, ...options });
  const plan = { ...resolved, load: { ...resolved.load, startSpreadMs: 20 } };
  const targets = await preflight(plan, new TestSystem());
  const preflights = server.stats().connections;
  const notices: string[] = [];
  const onNotice = (message: string) => notices.push(message);
  const warnings = ['It was tight.'];
  const deps = { system, executor, reportDir, version: '0.0.0', warnings, onNotice, judge, page, observers };
  const conducted = conductRun(plan, targets, deps);
  return { server, system, plan, reportDir, notices, preflights, conducted };
}

const talks = (server: MockServer, inputs: number) => eventually(() => server.stats().inputs >= inputs);

describe('a run', () => {
  it('that completes writes one report that says so', async () => {
    const { server, reportDir, plan, system, conducted } = await conduct({ options: { vus: 2, conversations: 6 } });
    const { report, folder } = await conducted;
    expect(onlyReport(reportDir)).toEqual(JSON.parse(JSON.stringify(report)));
    expect(folder).toBe(join(reportDir, `shard-20260131T142500Z-${plan.id}`));
    expect(readdirSync(folder!)).toEqual(['report.json']);
    expect(report.notes).toContain('It was tight.');
    expect(report.run).toMatchObject({
      partial: false,
      stopReason: 'conversations',
      commit: 'abc123',
      seed: FIRST_THEN_SECOND,
    });
    expect(reasonsBeside(report)).toEqual([]);
    expect(countIn(report, 'conversations_completed')).toBe(6);
    expect(countIn(report, 'inputs_sent')).toBe(server.stats().inputs);
    expect(system.listeners).toBe(0);
  });

  it('has its verdict in the final report, and only there', async () => {
    const judged: string[] = [];
    const judge = (report: Report): Report => {
      judged.push(report.run.stopReason);
      return { ...report, verdict: { status: 'regression', exitCode: 111, reasons: [] } };
    };
    const { reportDir, conducted } = await conduct({ options: { vus: 2, conversations: 6 }, judge });
    const { report } = await conducted;
    expect(report.verdict.exitCode).toBe(111);
    expect(onlyReport(reportDir).verdict).toEqual(report.verdict);
    expect(judged).toEqual(['conversations']);
  });

  it('keeps its measurements if a bug prevents the verdict, and does not pass', async () => {
    const judge = () => {
      throw new TypeError('a bug');
    };
    const { reportDir, conducted } = await conduct({ options: { vus: 2, conversations: 6 }, judge });
    await expect(conducted).rejects.toThrow('a bug');
    const report = onlyReport(reportDir);
    expect(report.verdict).toMatchObject({ status: 'incomplete', exitCode: 1 });
    expect(report.verdict.reasons[0]!.text).toBe('the run was not compared: a bug');
    expect(countIn(report, 'conversations_completed')).toBe(6);
  });

  it('stopped by a signal ends gracefully with 105', async () => {
    const { server, system, conducted } = await conduct({ options: { vus: 2, duration: HOUR } });
    await talks(server, 6);
    system.signal('SIGTERM');
    const { report } = await conducted;
    expect(report.verdict.exitCode).toBe(105);
    expect(report.run).toMatchObject({ partial: true, stopReason: 'signal' });
    expect(countIn(report, 'conversations_interrupted')).toBe(0);
    expect(countIn(report, 'inputs_sent')).toBe(server.stats().inputs);
  });

  it('ended by a bug in this thread still writes its report, with 1 and the bug', async () => {
    const { server, reportDir, system, conducted } = await conduct({
      options: { vus: 3, duration: HOUR },
      mock: { delay: '60s' },
    });
    await talks(server, 3);
    system.crash(new Error('something nobody thought of'));
    await conducted;
    const report = onlyReport(reportDir);
    expect(report.verdict.exitCode).toBe(1);
    expect(report.verdict.reasons[0]).toMatchObject({
      kind: 'ending',
      text: expect.stringContaining('something nobody thought of'),
    });
    expect(report.run.partial).toBe(true);
    expect(countIn(report, 'turns_interrupted')).toBe(3);
  });

  it('with a crashed load reports what was measured until then, with 112', async () => {
    const { conducted } = await conduct({ options: { vus: 3, duration: HOUR }, executor: CRASHING });
    const { report } = await conducted;
    expect(report.verdict.exitCode).toBe(112);
    expect(report.verdict.reasons[0]!.text).toContain('the load thread crashed (');
    expect(report.run.partial).toBe(true);
    expect(report.run.stopReason).not.toBe('time');
    expect(countIn(report, 'conversations_completed')).toBeGreaterThan(0);
  });

  it('without a writable report starts no load', async () => {
    const taken = join(tempFolder(), 'taken');
    writeFileSync(taken, '');
    const { server, system, preflights, conducted } = await conduct({ options: { vus: 2 }, reportDir: taken });
    await expect(conducted).rejects.toThrow(KnownError);
    expect(server.stats().connections).toBe(preflights);
    expect(system.listeners).toBe(0);
  });
});

describe('during a run', () => {
  let time: FakeTime;
  beforeEach(() => {
    time = new FakeTime(monotonicClock.nowUs());
  });

  it('the report exists from the start and is saved every five seconds', async () => {
    const { server, reportDir, system, conducted } = await conduct({ options: { vus: 2, duration: HOUR }, time });
    expect(onlyReport(reportDir).run).toMatchObject({ partial: true, stopReason: 'running' });
    // Before anything was measured, no advice: more might have come.
    expect(reasonsBeside(onlyReport(reportDir))).toEqual([
      expect.stringMatching(/^the process was killed, or is still running; last saved before the load began/),
    ]);
    await talks(server, 10);
    expect(countIn(onlyReport(reportDir), 'inputs_sent')).toBe(0);
    await time.advance(4999);
    expect(countIn(onlyReport(reportDir), 'inputs_sent')).toBe(0);
    await time.advance(1);
    const saved = onlyReport(reportDir);
    expect(saved.run).toMatchObject({ partial: true, stopReason: 'running' });
    expect(countIn(saved, 'inputs_sent')).toBeGreaterThanOrEqual(10);
    // Should nothing come after it, nobody may take it for the report of a run that passed.
    expect(saved.verdict).toMatchObject({ status: 'incomplete', exitCode: 112 });
    expect(reasonsBeside(saved)).toEqual([
      expect.stringMatching(/^the process was killed, or is still running; last saved at /),
    ]);
    system.signal('SIGINT');
    await conducted;
    expect(onlyReport(reportDir).run.stopReason).toBe('signal');
  });

  it('a report that takes a second is saved every 20 seconds, as that is 5 % of a core', async () => {
    const notes = () => {
      time.stall(1000);
      return [];
    };
    const { server, reportDir, system, conducted } = await conduct({
      options: { vus: 2, duration: HOUR },
      observers: [{ notes }],
      time,
    });
    const savedMs = () => onlyReport(reportDir).run.durationMs;
    await talks(server, 2);
    await time.advance(18_000);
    expect(savedMs()).toBe(0);
    await time.advance(5000);
    const secondMs = savedMs();
    expect(secondMs).toBeGreaterThanOrEqual(20_000);
    await time.advance(12_000);
    expect(savedMs()).toBe(secondMs);
    system.signal('SIGINT');
    await conducted;
  });

  const pageIn = (reportDir: string) => join(reportDir, readdirSync(reportDir)[0]!, 'report.html');

  it('the page exists from the start and is saved with the report', async () => {
    const page = (report: Report) => `<p>${countIn(report, 'inputs_sent')}</p>`;
    const { server, reportDir, system, conducted } = await conduct({ options: { vus: 2, duration: HOUR }, page, time });
    expect(readFileSync(pageIn(reportDir), 'utf8')).toBe('<p>0</p>');
    await talks(server, 10);
    await time.advance(5000);
    expect(readFileSync(pageIn(reportDir), 'utf8')).toBe(page(onlyReport(reportDir)));
    expect(countIn(onlyReport(reportDir), 'inputs_sent')).toBeGreaterThanOrEqual(10);
    system.signal('SIGINT');
    await conducted;
  });

  it('an unwritable page is reported once, and the report is saved', async () => {
    const page = () => {
      throw new Error('out of ink');
    };
    const { server, reportDir, system, notices, conducted } = await conduct({
      options: { vus: 1, duration: HOUR },
      page,
      time,
    });
    await talks(server, 2);
    await time.advance(5000);
    expect(notices).toEqual(['the page could not be saved during the run: out of ink']);
    expect(countIn(onlyReport(reportDir), 'inputs_sent')).toBeGreaterThanOrEqual(2);
    system.signal('SIGINT');
    await conducted;
  });

  it('an unwritable report is reported, and the run continues', async () => {
    const { server, reportDir, system, notices, conducted } = await conduct({
      options: { vus: 1, duration: HOUR },
      time,
    });
    await talks(server, 2);
    renameSync(reportDir, `${reportDir}-away`);
    writeFileSync(reportDir, '');
    await time.advance(5000);
    expect(notices).toEqual([expect.stringContaining('the report could not be saved during the run')]);
    rmSync(reportDir);
    await talks(server, server.stats().inputs + 2);
    system.signal('SIGINT');
    await conducted;
    expect(countIn(onlyReport(reportDir), 'inputs_sent')).toBe(server.stats().inputs);
  });
});
