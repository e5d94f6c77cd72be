import type { ShardExecutor } from '../distribute/shard-executor.ts';
import { workerThreads } from '../distribute/worker-threads.ts';
import { TurnLog } from '../measure/turn-log.ts';
import { makeOthersGiveWay } from '../platform/give-way.ts';
import { processCpuUs } from '../platform/process-cpu.ts';
import type { World } from '../platform/world.ts';
import type { Report } from '../report/report.ts';
import { conductRun } from '../run/conduct-run.ts';
import { preflight } from '../run/preflight.ts';
import { resolveRun } from '../run/resolve-run.ts';
import { loadScenario } from '../scenario/load-scenario.ts';
import { spawnWitness } from '../witness/witness-process.ts';
import { type JoinedTurn, joinTurns } from './join-turns.ts';

/** One load against the witness endpoint. */
export interface Trial {
  /** Of the endpoint: a distribution such as `lognormal 60ms 0.4`. */
  readonly delay: string;
  /** Its mean or so, for the think time that makes the rate. */
  readonly meanDelayMs: number;
  readonly vus: number;
  readonly turnsPerSecond: number;
  readonly seconds: number;
  readonly seed: number;
  readonly typing?: boolean;
}

/** What the process had used at an instant, both in µs. */
export interface CpuReading {
  readonly atUs: number;
  readonly cpuUs: number;
}

export interface TrialResult {
  readonly turns: readonly JoinedTurn[];
  readonly cpu: readonly CpuReading[];
  readonly report: Report;
}

/** To be run in a process of its own, as `palaver run` is: afterwards its threads have a lower priority (`give-way.ts`). */
export async function runTrial(
  trial: Trial,
  world: World,
  reportDir: string,
  executor: ShardExecutor = workerThreads,
): Promise<TrialResult> {
  const planned = Math.ceil(trial.turnsPerSecond * trial.seconds);
  const witness = await spawnWitness({
    delay: trial.delay,
    seed: trial.seed,
    capacity: planned * 2,
    typing: trial.typing ?? false,
  });
  try {
    const scenario = loadScenario(scenarioOf(trial), 'calibrate.yml', { env: {}, needTargets: false });
    const plan = resolveRun(scenario, { target: [witness.url], seed: trial.seed }, {});
    const targets = await preflight(plan.targets, plan.id, world);
    const turnLog = new TurnLog(planned * 2);
    const cpu: CpuReading[] = [];
    const giveWay = makeOthersGiveWay();
    const conducting = conductRun(plan, targets, {
      world,
      executor: { start: (shard, ring, listener) => executor.start(shard, ring, listener, turnLog) },
      reportDir,
      version: 'calibrate',
      onNotice: () => {},
      onTick: () => cpu.push({ atUs: world.clock.nowUs(), cpuUs: processCpuUs() }),
    });
    giveWay();
    const { report } = await conducting;
    const { turns } = await witness.testify();
    return { turns: joinTurns(turnLog.turns(), turns), cpu, report };
  } finally {
    await witness.stop();
  }
}

/** Each user holds one long conversation, so that no connecting disturbs what is measured. */
function scenarioOf({ meanDelayMs, vus, turnsPerSecond, seconds }: Trial): string {
  const cycleMs = (vus / turnsPerSecond) * 1000;
  const thinkMs = Math.max(0, Math.round(cycleMs - meanDelayMs));
  const turns = Math.ceil((seconds * turnsPerSecond) / vus);
  return `
name: calibration
load: { closed: { vus: ${vus}, conversations: ${vus}, startSpread: ${Math.round(cycleMs)}ms } }
conversations:
  - name: long talk
    steps:
      - repeat:
          times: ${turns}
          steps:
            - say: tell me the opening hours please
              as: question
              think: ${thinkMs}ms
              expect: { text: { contains: reply } }
`;
}
