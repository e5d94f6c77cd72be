import type { ObservedRun, RunIdentity, RunObserver } from '../../live/run-observer.ts';
import { messageOf } from '../../platform/known-error.ts';
import { CoreShare } from '../../platform/time/core-share.ts';
import type { Report } from '../../report/report.ts';
import { claimReportFolder, writeReport } from '../../report/write-report.ts';
import type { RunEnding } from '../../verdict/verdict.ts';
import type { RunDeps } from '../run-deps.ts';
import { CheckpointPage } from './checkpoint-page.ts';
import { conductLoad } from './conduct-load.ts';
import { publishReports, type ReportSource } from './publish-reports.ts';
import type { ReadyLoad } from './ready-load.ts';
import type { StopReason } from './report-facts.ts';
import type { StopRequests } from './stop-requests.ts';

export interface ConductedRun {
  readonly report: Report;
  /** Folder of report.json; undefined: nothing is to be written, or it could not be written, as the verdict then says. */
  readonly folder: string | undefined;
}

export interface ReportedLoad<Run extends ObservedRun> {
  readonly identity: RunIdentity;
  readonly observers: readonly RunObserver<Run>[];
  readonly requests: StopRequests;
  /** The report so far. `late`: endings that are only then known. */
  readonly build: (stop: StopReason, late?: readonly RunEnding[]) => Report;
  /**
   * The report during the load, if it is expensive to build: the last one again where there is no newer one yet, undefined where
   * there is none at all. Default: `build`.
   */
  readonly soFar?: ReportSource;
}

type ReportDeps = Pick<RunDeps, 'system' | 'reportDir' | 'page' | 'judge' | 'lost' | 'onNotice'>;

/**
 * Conducts a load and keeps its report on disk, from the start to the end, with at most 5 % of a core during the load; the
 * report contains what was measured even if the run fails.
 * @throws KnownError if the report cannot be written before the load begins.
 */
export function conductReport<Run extends ObservedRun>(
  load: ReadyLoad<Run> & Run,
  { identity, observers, requests, build, soFar = () => build('running') }: ReportedLoad<Run>,
  deps: ReportDeps,
): Promise<ConductedRun> {
  const { system, onNotice } = deps;
  const { reportDir } = deps;
  let own: string | undefined;
  const write = (report: Report): ConductedRun => {
    if (reportDir === undefined) return { report, folder: undefined };
    own ??= claimReportFolder(reportDir, report.run);
    return { report, folder: writeReport(reportDir, report, own) };
  };
  const buildLast = (stop: StopReason, late: readonly RunEnding[]): Report => {
    const report = build(stop, late);
    try {
      return deps.judge?.(report) ?? report;
    } catch (error) {
      // A bug; the measured data are kept, but the run does not pass.
      write(build(stop, [...late, { exit: 'unexpected', text: `the run was not compared: ${messageOf(error)}` }]));
      throw error;
    }
  };
  const page = deps.page && new CheckpointPage(deps.page, system.clock, onNotice);
  const share = new CoreShare(system.clock);
  let saved: Report | undefined;
  const keep = (report: Report | undefined, beganUs: number) => {
    if (!report || report === saved) return;
    saved = report;
    const { folder } = write(report);
    share.spent(system.clock.nowUs() - beganUs);
    if (folder !== undefined) page?.write(report, folder);
  };
  const save = () => {
    if (reportDir === undefined || !share.isDue) return undefined;
    const beganUs = system.clock.nowUs();
    const report = soFar();
    // A report that is built asynchronously is limited where it is built.
    return report instanceof Promise
      ? report.then((built) => keep(built, system.clock.nowUs()))
      : keep(report, beganUs);
  };
  const conclude = (stop: StopReason, late: readonly RunEnding[]): ConductedRun => {
    const report = buildLast(stop, late);
    try {
      return write(report);
    } catch (error) {
      return { report: buildLast(stop, [...late, unwritten(error)]), folder: undefined };
    }
  };
  const accompany = () => publishReports(soFar, observers, system);
  return conductLoad(
    { load, identity, observers, requests, save, what: 'report', accompany, conclude, lost: deps.lost, onNotice },
    system,
  );
}

/** Shows what was measured in any case. */
function unwritten(error: unknown): RunEnding {
  return { exit: 'unexpected', text: `the report was not saved: ${messageOf(error)}` };
}
