import { KnownError } from '../platform/known-error.ts';
import type { ClosedLoad, Stage } from './load-profile.ts';

/** A closed load as a file or the command line gives it. */
export interface ClosedLoadInput {
  /** Virtual users from the start to the end. Default 1; not together with `stages`. */
  readonly vus?: number | undefined;
  /** How long `vus` are held, ms; not together with `stages`. */
  readonly durationMs?: number | undefined;
  readonly stages?: readonly Stage[] | undefined;
  /** In total. At least one of `durationMs`, `stages` and this says when the load ends. */
  readonly conversations?: number | undefined;
  readonly startSpreadMs: number;
  readonly gracefulStopMs: number;
}

export interface LoadProblem {
  readonly field: 'vus' | 'duration' | 'stages' | 'conversations' | 'startSpread' | 'gracefulStop';
  readonly message: string;
}

/** More users than one run can number; a slip of the keyboard is likelier. */
export const MOST_VUS = 1_000_000;

/** Makes a closed load; throws a KnownError that lists everything wrong with it. */
export function closedLoad(input: ClosedLoadInput): ClosedLoad {
  const problems = checkClosedLoad(input);
  if (problems.length > 0) {
    const list = problems.map(({ field, message }) => `${field} ${message}`).join('; ');
    throw new KnownError(`this load cannot be run: ${list}`, {
      hint: 'give a number of virtual users and a duration, stages such as 30s:50, or a number of conversations',
    });
  }
  const vus = input.vus ?? 1;
  const held = input.durationMs === undefined ? [] : heldFor(vus, input.durationMs);
  const stages = input.stages ?? held;
  return {
    model: 'closed',
    stages,
    maxVus: stages.reduce((most, stage) => Math.max(most, stage.vus), input.stages ? 0 : vus),
    conversations: input.conversations,
    startSpreadMs: input.startSpreadMs,
    gracefulStopMs: input.gracefulStopMs,
  };
}

/** The constant form is a jump and a level. */
function heldFor(vus: number, durationMs: number): readonly Stage[] {
  return [
    { durationMs: 0, vus },
    { durationMs, vus },
  ];
}

/** Every reason why `input` makes no load, each with the field it is about; empty when it does. */
export function checkClosedLoad(input: ClosedLoadInput): readonly LoadProblem[] {
  const problems: LoadProblem[] = [];
  const refuse = (field: LoadProblem['field'], bad: boolean, message: string) => {
    if (bad) problems.push({ field, message });
  };
  const { vus, durationMs, stages, conversations } = input;
  refuse(
    'vus',
    vus !== undefined && !isCount(vus, 1, MOST_VUS),
    `is ${vus}, must be a whole number from 1 to ${MOST_VUS}`,
  );
  refuse('duration', durationMs !== undefined && !(durationMs > 0), `is ${durationMs} ms, must be above 0`);
  refuse(
    'conversations',
    conversations !== undefined && !isCount(conversations, 1, Number.MAX_SAFE_INTEGER),
    `is ${conversations}, must be a whole number of 1 or more`,
  );
  if (stages) {
    refuse('vus', vus !== undefined, 'does not go together with stages');
    refuse('duration', durationMs !== undefined, 'does not go together with stages');
    problems.push(...stageProblems(stages));
  }
  const noEnd = durationMs === undefined && conversations === undefined && stages === undefined;
  refuse('duration', noEnd, 'is missing: nothing says when the load ends (duration, stages or conversations)');
  refuse('startSpread', !isPeriod(input.startSpreadMs), `is ${input.startSpreadMs} ms, must be 0 or more`);
  refuse('gracefulStop', !isPeriod(input.gracefulStopMs), `is ${input.gracefulStopMs} ms, must be 0 or more`);
  return problems;
}

function stageProblems(stages: readonly Stage[]): readonly LoadProblem[] {
  const told = (message: string): LoadProblem => ({ field: 'stages', message });
  const odd = stages.flatMap(({ durationMs, vus }, index) => [
    ...(isPeriod(durationMs) ? [] : [told(`stage ${index + 1} lasts ${durationMs} ms, must be 0 or more`)]),
    ...(isCount(vus, 0, MOST_VUS) ? [] : [told(`stage ${index + 1} has ${vus} users, must be a whole number from 0`)]),
  ]);
  if (odd.length > 0) return odd;
  if (!stages.some((stage) => stage.durationMs > 0)) return [told('last no time at all')];
  return stages.some((stage) => stage.vus > 0) ? [] : [told('never reach a single virtual user')];
}

function isCount(value: number, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}

function isPeriod(ms: number): boolean {
  return Number.isFinite(ms) && ms >= 0;
}
