import { countedWere } from '../../platform/group-thousands.ts';
import { formatPercent } from '../../platform/percent.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import { advisePower } from '../lag/advise-power.ts';
import { judgeSendLag } from '../lag/judge-send-lag.ts';
import { describeBusyMachine } from '../lag/lag-causes.ts';
import type { ThresholdResult } from '../threshold-result.ts';
import type { GeneratorHealth, ValidityFacts, WorkerHealth } from '../validity-facts.ts';
import { VALIDITY_LIMITS } from '../validity-limits.ts';
import { dependsOnSpeed } from './depends-on-speed.ts';
import { invalid, suspect, type ValidityFinding } from './validity-finding.ts';

/** Whether the load threads and the machine kept up. */
export function judgeGenerator(facts: ValidityFacts, thresholds: readonly ThresholdResult[]): ValidityFinding[] {
  const { generator } = facts;
  return [
    ...judgeSamplesLost(generator),
    ...judgeAcks(facts),
    ...judgeSendLag(facts, thresholds),
    ...judgeEventLoop(generator),
    ...judgeGarbage(generator),
    ...judgeSteal(generator),
    ...judgeBusyMachine(facts, thresholds),
  ];
}

/** A busy machine also slows down the network stack and a local mock endpoint. */
function judgeBusyMachine(
  { generator, failures }: ValidityFacts,
  thresholds: readonly ThresholdResult[],
): ValidityFinding[] {
  const busy = describeBusyMachine(generator);
  const missed = thresholds.filter(({ state }) => state === 'fail');
  if (!busy || !missed.some((result) => dependsOnSpeed(result, failures))) return [];
  return [suspect(`${busy}, which may explain the missed threshold; stop them and run again`)];
}

/** More load threads would not help: the main thread processes the samples of all of them. */
function judgeSamplesLost({ workers }: GeneratorHealth): ValidityFinding[] {
  const affected = workers.filter(({ samplesLost }) => samplesLost > 0);
  if (affected.length === 0) return [];
  const lost = affected.reduce((sum, { samplesLost }) => sum + samplesLost, 0);
  const names = affected.map(({ name }) => name).join(', ');
  return [
    invalid(
      `${countedWere(lost, 'sample')} lost by load thread ${names} because the main thread could not keep up; reserve a core for it ` +
        '(fewer load threads, no other work on this machine), or use a second machine',
    ),
  ];
}

/** An ack is sent immediately after its message is read, so its delay is the time the bytes waited in the socket. */
function judgeAcks({ acksSent, generator }: ValidityFacts): ValidityFinding[] {
  if (acksSent === 0) return [];
  return judgeWorst(
    generator.workers,
    (worker) => worker.unreadMaxMs,
    VALIDITY_LIMITS.ackDelayMs,
    (worker, others) => {
      const late = `an ack of load thread ${worker.name} may have been sent ${formatDurationMs(worker.unreadMaxMs!)} late`;
      const limit = formatDurationMs(VALIDITY_LIMITS.ackDelayMs);
      return invalid(`${late}${clockTime(worker.unreadMaxAt)}${others} (limit ${limit}); ${advisePower(generator)}`);
    },
  );
}

function judgeEventLoop(generator: GeneratorHealth): ValidityFinding[] {
  const { eventLoopBlockedMs } = VALIDITY_LIMITS;
  return judgeWorst(
    generator.workers,
    (worker) => worker.loopDelayMaxMs,
    eventLoopBlockedMs,
    (worker, others) => {
      const blocked = `the event loop of load thread ${worker.name} was blocked for ${formatDurationMs(worker.loopDelayMaxMs!)}`;
      const { loopDelayMaxDuring: hooks } = worker;
      const during = hooks === undefined ? '' : `, while ${hooks} ran`;
      const advice = hooks === undefined ? advisePower(generator) : 'split its synchronous work, or move it to setup';
      return suspect(`${blocked}${clockTime(worker.loopDelayMaxAt)}${during}${others}; ${advice}`);
    },
  );
}

function judgeGarbage(generator: GeneratorHealth): ValidityFinding[] {
  const { gcShareOfTime } = VALIDITY_LIMITS;
  return judgeWorst(
    generator.workers,
    (worker) => worker.gcShare,
    gcShareOfTime,
    (worker, others) => {
      const took = `garbage collection took ${formatPercent(worker.gcShare!)} of the time of load thread ${worker.name}${others}`;
      return suspect(`${took}; ${advisePower(generator)}`);
    },
  );
}

function judgeSteal({ stealShare = 0 }: GeneratorHealth): ValidityFinding[] {
  if (stealShare <= VALIDITY_LIMITS.stealShareOfTime) return [];
  return [suspect(`the hypervisor took ${formatPercent(stealShare)} of the time; use a machine with dedicated cores`)];
}

/** One finding about the worst load thread above the limit, with the number of others. */
function judgeWorst(
  workers: readonly WorkerHealth[],
  measured: (worker: WorkerHealth) => number | undefined,
  limit: number,
  say: (worst: WorkerHealth, others: string) => ValidityFinding,
): ValidityFinding[] {
  const beyond = workers
    .filter((worker) => (measured(worker) ?? 0) > limit)
    .sort((left, right) => measured(right)! - measured(left)!);
  const [worst, ...others] = beyond;
  if (!worst) return [];
  return [say(worst, others.length === 0 ? '' : `, and ${others.length} more of ${workers.length} load threads`)];
}

/** ` at 12:03:07 UTC`. */
function clockTime(iso: string | undefined): string {
  return iso === undefined ? '' : ` at ${iso.slice(11, 19)} UTC`;
}
