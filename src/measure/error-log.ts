import { excerpt } from '../platform/redact.ts';
import { CauseTally, type ErrorCause, MAX_EXAMPLE } from './error-cause.ts';

/** One class of errors of one target: count, time range, and an example of the first. Secrets are already redacted. */
export interface ErrorEntry {
  readonly target: string;
  readonly class: string;
  readonly count: number;
  readonly example: string;
  /** ms since the run's start */
  readonly firstMs: number;
  readonly lastMs: number;
  /** In the order of the scenario; the number is limited, and errors of further causes are only in `count`. */
  readonly causes: readonly ErrorCause[];
}

/** One error. */
export interface NotedError
  extends Pick<ErrorCause, 'conversation' | 'step' | 'check' | 'difference' | 'sessionId' | 'traceId' | 'counted'> {
  readonly target: string;
  readonly class: string;
  /** ms since the run's start */
  readonly atMs: number;
  /** What went wrong, one line. */
  readonly message: string;
}

/** A safety limit: there are far fewer classes than this. */
const MAX_ENTRIES = 200;
const FURTHER_CLASSES = 'further';

interface Tally extends Omit<ErrorEntry, 'causes'> {
  count: number;
  firstMs: number;
  lastMs: number;
  readonly causes: CauseTally;
}

/** Counts errors by class and cause, with one example of each, in bounded memory. */
export class ErrorLog {
  private readonly tallies = new Map<string, Tally>();

  note(error: NotedError): void {
    const { target, class: errorClass, atMs, message, ...place } = error;
    const tally = this.tallies.get(keyOf(target, errorClass)) ?? this.begin(error);
    tally.count++;
    tally.firstMs = Math.min(tally.firstMs, atMs);
    tally.lastMs = Math.max(tally.lastMs, atMs);
    tally.causes.add({ ...place, count: 1, firstMs: atMs, lastMs: atMs, example: message });
  }

  private begin({ target, class: errorClass, atMs, message, step }: NotedError): Tally {
    const isFurther = this.tallies.size >= MAX_ENTRIES;
    const name = isFurther ? FURTHER_CLASSES : errorClass;
    const known = this.tallies.get(keyOf(target, name));
    if (known) return known;
    const example = excerpt(step === undefined ? message : `${step}: ${message}`, MAX_EXAMPLE);
    const tally = { target, class: name, count: 0, example, firstMs: atMs, lastMs: atMs, causes: new CauseTally() };
    this.tallies.set(keyOf(target, name), tally);
    return tally;
  }

  list(): readonly ErrorEntry[] {
    return [...this.tallies.values()].map((tally) => ({ ...tally, causes: tally.causes.list() }));
  }
}

const keyOf = (target: string, errorClass: string) => `${target}\n${errorClass}`;
