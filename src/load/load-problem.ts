import { KnownError } from '../platform/known-error.ts';

/** A problem of a load, with its field. */
export interface LoadProblem {
  readonly field: LoadField;
  readonly message: string;
}

export type LoadField =
  | 'vus'
  | 'rate'
  | 'duration'
  | 'stages'
  | 'stairs'
  | 'conversations'
  | 'conversationsPerVu'
  | 'startSpread'
  | 'pace'
  | 'maxVus'
  | 'gracefulStop'
  | 'warmUp'
  | 'measure';

/** Fields of a whole load, except its model. */
const COMMON_FIELDS: ReadonlySet<LoadField> = new Set(['gracefulStop', 'warmUp', 'measure']);

export function isCommonField(field: LoadField): boolean {
  return COMMON_FIELDS.has(field);
}

/** Maximum number of users of a run; more is most likely a typo. */
export const MAX_VUS = 1_000_000;

/** Maximum arrival rate, far above what one machine can open connections for. */
export const MAX_PER_SECOND = 100_000;

/** Collects the problems of a load. */
export class LoadProblems {
  readonly found: LoadProblem[] = [];

  refuse(field: LoadField, bad: boolean, message: string): void {
    if (bad) this.found.push({ field, message });
  }

  /** Checks a count, if given. */
  refuseCount(field: LoadField, value: number | undefined, max: number): void {
    if (value === undefined || (Number.isSafeInteger(value) && value >= 1 && value <= max)) return;
    const range = max === Number.MAX_SAFE_INTEGER ? ', at least 1' : ` from 1 to ${max}`;
    this.refuse(field, true, `is ${value}, must be a whole number${range}`);
  }

  /** Checks a time, if given. */
  refuseTime(field: LoadField, ms: number | undefined, minimum: 'above 0' | 'at least 0'): void {
    if (ms === undefined || (isPeriod(ms) && (minimum === 'at least 0' || ms > 0))) return;
    this.refuse(field, true, `is ${ms} ms, must be ${minimum}`);
  }
}

export function isPeriod(ms: number): boolean {
  return Number.isFinite(ms) && ms >= 0;
}

/** Throws one KnownError that lists every problem; does nothing without any. */
export function throwProblems(problems: readonly LoadProblem[], hint: string): void {
  if (problems.length === 0) return;
  const list = problems.map(({ field, message }) => `${field} ${message}`).join('; ');
  throw new KnownError(`invalid load: ${list}`, { hint });
}
