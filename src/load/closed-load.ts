import { groupThousands } from '../platform/group-thousands.ts';
import {
  asKey,
  isPeriod,
  type LoadProblem,
  LoadProblems,
  MAX_VUS,
  type NameField,
  NO_DURATION,
  negativeStage,
  throwProblems,
} from './load-problem.ts';
import type { ClosedLoad, Stage } from './load-profile.ts';
import { nothingMeasured } from './measured-windows.ts';

/** A closed load as given in a file or on the command line. */
export interface ClosedLoadInput {
  /** Virtual users from the start to the end. Default 1; not together with `stages`. */
  readonly vus?: number | undefined;
  /** Duration of the constant load of `vus`, ms; not together with `stages`. */
  readonly durationMs?: number | undefined;
  readonly stages?: readonly Stage[] | undefined;
  /** Total number. At least one of `durationMs`, `stages` and this must set the end of the load. */
  readonly conversations?: number | undefined;
  /** For each user, instead of a total. */
  readonly conversationsPerVu?: number | undefined;
  readonly startSpreadMs: number;
  readonly paceMs?: number | undefined;
  readonly gracefulStopMs: number;
  /** Default 0. */
  readonly warmUpMs?: number | undefined;
  /** Default: all. */
  readonly measure?: ClosedLoad['measure'] | undefined;
}

/** Maximum per user: the product with the maximum number of users is still a safe integer. */
const MAX_PER_VU = 1_000_000_000;

/** Makes a closed load; throws a KnownError that lists all its problems, with the fields as `nameOf` calls them. */
export function closedLoad(input: ClosedLoadInput, nameOf: NameField = asKey): ClosedLoad {
  throwProblems(checkClosedLoad(input, nameOf), nameOf);
  return makeClosedLoad(input);
}

function makeClosedLoad(input: ClosedLoadInput): ClosedLoad {
  const vus = input.vus ?? 1;
  const constant = input.durationMs === undefined ? [] : constantStages(vus, input.durationMs);
  const stages = input.stages ?? constant;
  const maxVus = stages.reduce((max, stage) => Math.max(max, stage.vus), input.stages ? 0 : vus);
  return {
    model: 'closed',
    stages,
    maxVus,
    // Conversation numbers are distributed evenly over users, so a total of n × maxVus is n per user.
    conversations: input.conversations ?? (input.conversationsPerVu && input.conversationsPerVu * maxVus),
    startSpreadMs: input.startSpreadMs,
    paceMs: input.paceMs,
    gracefulStopMs: input.gracefulStopMs,
    warmUpMs: input.warmUpMs ?? 0,
    measure: input.measure ?? 'all',
  };
}

/** A constant load is a jump and a level. */
function constantStages(vus: number, durationMs: number): readonly Stage[] {
  return [
    { durationMs: 0, vus },
    { durationMs, vus },
  ];
}

/** All problems of `input`, each with its field; empty if it is valid. */
export function checkClosedLoad(input: ClosedLoadInput, nameOf: NameField = asKey): readonly LoadProblem[] {
  const problems = new LoadProblems(nameOf);
  const { vus, durationMs, stages, conversations, conversationsPerVu } = input;
  problems.refuseCount('vus', vus, MAX_VUS);
  problems.refuseTime('duration', durationMs, 'above 0');
  problems.refuseCount('conversations', conversations, Number.MAX_SAFE_INTEGER);
  problems.refuseCount('conversationsPerVu', conversationsPerVu, MAX_PER_VU);
  if (conversations !== undefined) problems.refuseBoth('conversationsPerVu', conversationsPerVu, 'conversations');
  if (stages) {
    problems.refuseBoth('vus', vus, 'stages');
    problems.refuseBoth('duration', durationMs, 'stages');
    problems.found.push(...stageProblems(stages));
  }
  const ends = [durationMs, conversations, conversationsPerVu, stages];
  problems.refuseEndless(ends.every((end) => end === undefined));
  problems.refuseTime('startSpread', input.startSpreadMs, 'at least 0');
  problems.refuseTime('pace', input.paceMs, 'above 0');
  problems.refuseTime('gracefulStop', input.gracefulStopMs, 'at least 0');
  problems.refuseTime('warmUp', input.warmUpMs, 'at least 0');
  if (problems.found.length > 0) return problems.found;
  const nothing = nothingMeasured(makeClosedLoad(input));
  return nothing ? [nothing] : [];
}

function stageProblems(stages: readonly Stage[]): readonly LoadProblem[] {
  const problem = (message: string): LoadProblem => ({ field: 'stages', message });
  const isUsers = (vus: number) => Number.isSafeInteger(vus) && vus >= 0 && vus <= MAX_VUS;
  const odd = stages.flatMap(({ durationMs, vus }, index) => [
    ...(isPeriod(durationMs) ? [] : [problem(negativeStage(index, durationMs))]),
    ...(isUsers(vus)
      ? []
      : [problem(`must have 0 to ${groupThousands(MAX_VUS)} users (stage ${index + 1} has ${groupThousands(vus)})`)]),
  ]);
  if (odd.length > 0) return odd;
  if (!stages.some((stage) => stage.durationMs > 0)) return [problem(NO_DURATION)];
  return stages.some((stage) => stage.vus > 0) ? [] : [problem('must have at least one stage above 0 users')];
}
