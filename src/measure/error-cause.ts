import { LIMITS } from '../platform/limits.ts';
import { excerpt } from '../platform/redact.ts';

/**
 * Errors of one class that are alike: of the same step, failing the same check of the scenario in the same way. The texts
 * of users and bot do not distinguish them, so a check that a whole run fails is one cause.
 */
export interface ErrorCause {
  readonly conversation: string;
  /** Undefined: it is the connection that failed. */
  readonly step?: string | undefined;
  /** What was asked for, as the scenario says it, templates not filled in. */
  readonly check?: string | undefined;
  /** How what came differs from it, one word. */
  readonly difference: string;
  readonly count: number;
  /** ms since the run's start */
  readonly firstMs: number;
  readonly lastMs: number;
  /** Session of the first error. */
  readonly sessionId: string;
  readonly traceId?: string | undefined;
  readonly example: string;
  /** The series that counts such errors: it numbers them in the order of the scenario. */
  readonly counted: number;
}

type Tally = { -readonly [Key in keyof ErrorCause]: ErrorCause[Key] };

/** Characters of an example. */
export const MAX_EXAMPLE = 400;

/**
 * The causes of a class, of which the first `LIMITS.errorCauses` in the order of the scenario are kept: whatever is among
 * them at the end has been among them from its first error on, in every load thread, so their counts are exact. The order in
 * which causes are met decides nothing.
 */
export class CauseTally {
  private readonly kept = new Map<string, Tally>();
  /** The last one in order, once no other has room behind it. */
  private last: string | undefined;

  /** Adds errors that `cause` counts: one, or those of another tally. */
  add(cause: ErrorCause): void {
    const key = orderOf(cause);
    const known = this.kept.get(key);
    if (known) return addTo(known, cause);
    if (this.last !== undefined && key > this.last) return;
    this.kept.set(key, {
      ...cause,
      check: cause.check && excerpt(cause.check, MAX_EXAMPLE),
      example: excerpt(cause.example, MAX_EXAMPLE),
    });
    if (this.kept.size > LIMITS.errorCauses) this.kept.delete(this.last!);
    if (this.kept.size === LIMITS.errorCauses) this.last = [...this.kept.keys()].reduce(later);
  }

  /** In the order of the scenario. */
  list(): readonly ErrorCause[] {
    return [...this.kept.entries()]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([, tally]) => ({ ...tally }));
  }
}

const later = (left: string, right: string) => (left > right ? left : right);

/** Equal for causes that are alike, and in the order of the scenario. */
function orderOf({ counted, conversation, step = '', check = '', difference }: ErrorCause): string {
  return [String(counted).padStart(9, '0'), conversation, step, check, difference].join('\n');
}

function addTo(known: Tally, cause: ErrorCause): void {
  known.count += cause.count;
  known.lastMs = Math.max(known.lastMs, cause.lastMs);
  if (!isBefore(cause, known)) return;
  known.firstMs = cause.firstMs;
  known.sessionId = cause.sessionId;
  known.traceId = cause.traceId;
  known.example = excerpt(cause.example, MAX_EXAMPLE);
}

/** A total order: of two at the same instant, always the same one is first. */
function isBefore(left: ErrorCause, right: ErrorCause): boolean {
  return left.firstMs === right.firstMs ? left.sessionId < right.sessionId : left.firstMs < right.firstMs;
}
