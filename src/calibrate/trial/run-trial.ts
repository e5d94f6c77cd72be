import type { ShardExecutor } from '../../distribute/shard-executor.ts';
import { WorkerThreads } from '../../distribute/worker-threads.ts';
import { TurnLog } from '../../measure/turns/turn-log.ts';
import { meanMs, parseDistribution } from '../../platform/distribution.ts';
import { lowerOtherThreads } from '../../platform/process/lower-priority.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import type { Report } from '../../report/report.ts';
import { conductRun } from '../../run/conduct-run.ts';
import { preflight } from '../../run/preflight.ts';
import { preflightGenerator } from '../../run/preflight-generator.ts';
import { prepareRun } from '../../run/prepare-run.ts';
import { resolveTargets } from '../../run/resolve-targets.ts';
import { loadScenario } from '../../scenario/load-scenario.ts';
import { spawnReference } from '../reference/reference-process.ts';
import { type JoinedTurn, joinTurns } from './join-turns.ts';
import { TrialWatch, type UsageReading } from './trial-watch.ts';

/** One load against the reference endpoint. */
export interface Trial {
  /** Response time of the endpoint: a distribution such as `lognormal 60ms 0.4`. */
  readonly delay: string;
  readonly vus: number;
  readonly turnsPerSecond: number;
  /** Duration of the conversation of each user. */
  readonly seconds: number;
  /** All end once all have been connected for one second and this time. Default: at their end. */
  readonly steadySeconds?: number;
  readonly seed: number;
  readonly typing?: boolean;
  /** Load threads. Default: 1. */
  readonly workers?: number;
}

export interface TrialResult {
  readonly turns: readonly JoinedTurn[];
  /** When the load was stopped, µs. */
  readonly endedUs: number | undefined;
  /** Called several times a second during the trial. */
  readonly cpu: readonly UsageReading[];
  readonly report: Report;
}

/**
 * Must run in its own process, like `palaver run`: afterwards its threads have a lower priority (`lower-priority.ts`).
 * @throws KnownError if the machine cannot carry the load.
 */
export async function runTrial(
  trial: Trial,
  system: SystemDeps,
  reportDir: string,
  executor: ShardExecutor = new WorkerThreads(system),
): Promise<TrialResult> {
  const { delay, vus, seed, typing = false, workers = 1 } = trial;
  const capacity = turnsPerUser(trial) * vus * 2;
  const reference = await spawnReference({ delay, seed, capacity, typing });
  const watch = new TrialWatch(trial, system.clock);
  try {
    const scenario = loadScenario(scenarioOf(trial), 'calibrate.yml', { env: {}, needTargets: false });
    const targets = resolveTargets(scenario.targets, { target: [reference.url] }, {});
    const plan = prepareRun(scenario, targets, { seed, 'stop-on': ['off'] });
    const settled = await preflight(plan, system);
    await preflightGenerator(plan, { workers }, { yes: true }, system);
    const turnLogs: TurnLog[] = [];
    const lowerPriorities = lowerOtherThreads();
    const conducting = conductRun(plan, settled, {
      system,
      executor: {
        prepare: async (shards) => executor.prepare?.(shards),
        start: (shard, ring, listener) => {
          const turnLog = new TurnLog(capacity);
          turnLogs.push(turnLog);
          return executor.start(shard, ring, listener, turnLog);
        },
      },
      workers,
      reportDir,
      version: 'calibrate',
      onNotice: () => {},
      observers: [watch],
    });
    lowerPriorities();
    const { report } = await conducting;
    const { turns } = await reference.readLog();
    const logged = turnLogs.flatMap((turnLog) => [...turnLog.turns()]);
    return { turns: joinTurns(logged, turns), endedUs: watch.endedUs, cpu: watch.readings, report };
  } finally {
    await reference.stop();
  }
}

function turnsPerUser({ vus, turnsPerSecond, seconds }: Trial): number {
  return Math.max(2, Math.ceil((seconds * turnsPerSecond) / vus));
}

/** Each user runs one long conversation, so that connecting does not disturb the measurement. */
function scenarioOf(trial: Trial): string {
  const { delay, vus, turnsPerSecond } = trial;
  const cycleMs = (vus / turnsPerSecond) * 1000;
  const thinkMs = Math.max(0, Math.round(cycleMs - meanMs(parseDistribution(delay)!)));
  const say = 'say: tell me the opening hours please, expect: { text: { contains: reply } }';
  return `
name: calibration
defaults: { think: ${thinkMs}ms }
load: { closed: { vus: ${vus}, conversations: ${vus}, startSpread: ${Math.round(cycleMs)}ms } }
conversations:
  - name: long talk
    steps:
      - { ${say}, as: first question, think: 0ms }
      - repeat: { times: ${turnsPerUser(trial) - 1}, steps: [ { ${say}, as: question } ] }
`;
}
