import { groupThousands } from '../platform/group-thousands.ts';
import { KnownError } from '../platform/known-error.ts';
import { writeDurationMs } from '../platform/time/duration.ts';

/** A problem of a load, with its field. */
export interface LoadProblem {
  readonly field: LoadField;
  /** Continues the name of the field: the rule, then "; " and what to do, if that is not obvious. */
  readonly message: string;
  /** The value, where it breaks the rule. */
  readonly got?: string;
}

/** The name of a field for the user: its key in a scenario, or its option. */
export type NameField = (field: LoadField) => string;

export const asKey: NameField = (field) => field;

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
  private readonly nameOf: NameField;

  constructor(nameOf: NameField) {
    this.nameOf = nameOf;
  }

  refuse(field: LoadField, bad: boolean, message: string, got?: string): void {
    if (bad) this.found.push({ field, message, ...(got !== undefined && { got }) });
  }

  /** Checks a count, if given. */
  refuseCount(field: LoadField, value: number | undefined, max: number): void {
    if (value === undefined || (Number.isSafeInteger(value) && value >= 1 && value <= max)) return;
    const range = max === Number.MAX_SAFE_INTEGER ? ', at least 1' : ` from 1 to ${groupThousands(max)}`;
    this.refuse(field, true, `must be a whole number${range}`, String(value));
  }

  /** Checks a time, if given. */
  refuseTime(field: LoadField, ms: number | undefined, minimum: 'above 0' | 'at least 0'): void {
    if (ms === undefined || (isPeriod(ms) && (minimum === 'at least 0' || ms > 0))) return;
    const rule = minimum === 'above 0' ? 'must be greater than 0s' : 'must not be negative; the minimum is 0s';
    this.refuse(field, true, rule, writeDurationMs(ms));
  }

  /** Refuses `field`, if given, next to `other`. */
  refuseBoth(field: LoadField, value: unknown, other: LoadField): void {
    this.refuse(field, value !== undefined, `cannot be combined with ${this.nameOf(other)}; use one of them`);
  }

  refuseEndless(isEndless: boolean): void {
    const [duration, conversations, stages] = (['duration', 'conversations', 'stages'] as const).map(this.nameOf);
    const message = `is missing; add an end to the load: ${duration}, ${conversations} or ${stages}`;
    this.refuse('duration', isEndless, message);
  }
}

/** Messages for stages of either model. */
export const NO_DURATION = 'must have at least one stage longer than 0s';

export function negativeStage(index: number, durationMs: number): string {
  return `must have stages of at least 0s (stage ${index + 1} lasts ${writeDurationMs(durationMs)})`;
}

export function isPeriod(ms: number): boolean {
  return Number.isFinite(ms) && ms >= 0;
}

/** Throws one KnownError that lists every problem; does nothing without any. */
export function throwProblems(problems: readonly LoadProblem[], nameOf: NameField): void {
  if (problems.length === 0) return;
  throw new KnownError(problems.map((problem) => textOf(problem, nameOf)).join('\n'));
}

function textOf({ field, message, got }: LoadProblem, nameOf: NameField): string {
  const [rule, ...advice] = message.split('; ');
  return [`${nameOf(field)} ${rule}${got === undefined ? '' : ` (got ${got})`}`, ...advice].join('; ');
}
