import { isPeriod, type LoadProblem, LoadProblems, MAX_VUS, throwProblems } from './load-problem.ts';
import type { ClosedLoad, Stage } from './load-profile.ts';
import { nothingMeasured } from './measured-windows.ts';

/** A closed load as given in a file or on the command line. */
export interface ClosedLoadInput {
  /** Virtual users from the start to the end. Default 1; not together with `stages`. */
  readonly vus?: number | undefined;
  /** How long `vus` are held, ms; not together with `stages`. */
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

/** Makes a closed load; throws a KnownError that lists all its problems. */
export function closedLoad(input: ClosedLoadInput): ClosedLoad {
  const hint = 'give a number of virtual users and a duration, stages such as 30s:50, or a number of conversations';
  throwProblems(checkClosedLoad(input), hint);
  return makeClosedLoad(input);
}

function makeClosedLoad(input: ClosedLoadInput): ClosedLoad {
  const vus = input.vus ?? 1;
  const held = input.durationMs === undefined ? [] : constantStages(vus, input.durationMs);
  const stages = input.stages ?? held;
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
export function checkClosedLoad(input: ClosedLoadInput): readonly LoadProblem[] {
  const problems = new LoadProblems();
  const { vus, durationMs, stages, conversations, conversationsPerVu } = input;
  problems.refuseCount('vus', vus, MAX_VUS);
  problems.refuseTime('duration', durationMs, 'above 0');
  problems.refuseCount('conversations', conversations, Number.MAX_SAFE_INTEGER);
  problems.refuseCount('conversationsPerVu', conversationsPerVu, MAX_PER_VU);
  const both = conversations !== undefined && conversationsPerVu !== undefined;
  problems.refuse('conversationsPerVu', both, 'cannot be combined with conversations');
  if (stages) {
    problems.refuse('vus', vus !== undefined, 'cannot be combined with stages');
    problems.refuse('duration', durationMs !== undefined, 'cannot be combined with stages');
    problems.found.push(...stageProblems(stages));
  }
  const noEnd = [durationMs, conversations, conversationsPerVu, stages].every((end) => end === undefined);
  const missing = 'is missing: the load needs an end (duration, stages or conversations)';
  problems.refuse('duration', noEnd, missing);
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
    ...(isPeriod(durationMs) ? [] : [problem(`stage ${index + 1} lasts ${durationMs} ms, must be at least 0`)]),
    ...(isUsers(vus) ? [] : [problem(`stage ${index + 1} has ${vus} users, must be a whole number, at least 0`)]),
  ]);
  if (odd.length > 0) return odd;
  if (!stages.some((stage) => stage.durationMs > 0)) return [problem('have no duration')];
  return stages.some((stage) => stage.vus > 0) ? [] : [problem('have no virtual users')];
}
