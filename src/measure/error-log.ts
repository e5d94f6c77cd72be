import { excerpt } from '../platform/redact.ts';
import type { TurnOutcome } from './metrics.ts';

/** One class of errors of one target: how often, when, and the first of them in words. Secrets are already hidden. */
export interface ErrorEntry {
  readonly target: string;
  readonly class: string;
  readonly count: number;
  readonly example: string;
  /** ms since the run's start */
  readonly firstMs: number;
  readonly lastMs: number;
  /** Of failed checks: the first of each step. */
  readonly steps?: readonly StepExample[];
}

/** The first failed check of a step, in words. Secrets are already hidden. */
export interface StepExample {
  readonly conversation: string;
  readonly step: string;
  readonly example: string;
}

/** Characters of an example. */
const LONGEST_EXAMPLE = 400;
/** Classes have names of palaver's own, far fewer than this; it holds whatever they come to be. */
const MOST_ENTRIES = 200;
const FURTHER_CLASSES = 'further';
/** Of so many steps a log keeps a failed check. */
const MAX_STEPS = 200;
const FAILED_CHECK: TurnOutcome = 'mismatched';

type Tally = { -readonly [Key in keyof ErrorEntry]: ErrorEntry[Key] };

/** Counts errors by class and keeps one example of each: bounded, however long and bad a run is. */
export class ErrorLog {
  private readonly tallies = new Map<string, Tally>();
  /** Those of which an example is kept. */
  private readonly steps = new Set<string>();

  /** `place`: of an error in a turn; its step keeps an example of its own where a check failed. */
  note(target: string, errorClass: string, atMs: number, example: string, place?: StepExample): void {
    const known = this.tallies.get(`${target}\n${errorClass}`);
    if (known) {
      known.count++;
      known.lastMs = atMs;
    } else if (this.tallies.size < MOST_ENTRIES || errorClass === FURTHER_CLASSES) {
      const words = excerpt(example, LONGEST_EXAMPLE);
      const first = { target, class: errorClass, count: 1, example: words, firstMs: atMs, lastMs: atMs };
      this.tallies.set(`${target}\n${errorClass}`, first);
    } else {
      this.note(target, FURTHER_CLASSES, atMs, example);
    }
    const tally = this.tallies.get(`${target}\n${errorClass}`);
    if (place && tally && errorClass === FAILED_CHECK) this.keep(tally, place);
  }

  private keep(tally: Tally, { conversation, step, example }: StepExample): void {
    const key = `${tally.target}\n${conversation}\n${step}`;
    if (this.steps.has(key) || this.steps.size >= MAX_STEPS) return;
    this.steps.add(key);
    tally.steps = [...(tally.steps ?? []), { conversation, step, example: excerpt(example, LONGEST_EXAMPLE) }];
  }

  list(): readonly ErrorEntry[] {
    return [...this.tallies.values()].map((tally) => ({ ...tally }));
  }
}
