import { excerpt } from '../platform/redact.ts';

/** One class of errors of one target: how often, when, and the first of them in words. Secrets are already hidden. */
export interface ErrorEntry {
  readonly target: string;
  readonly class: string;
  readonly count: number;
  readonly example: string;
  /** ms since the run's start */
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Characters of an example. */
const LONGEST_EXAMPLE = 400;
/** Classes have names of palaver's own, far fewer than this; it holds whatever they come to be. */
const MOST_ENTRIES = 200;
const FURTHER_CLASSES = 'further';

type Tally = { -readonly [Key in keyof ErrorEntry]: ErrorEntry[Key] };

/** Counts errors by class and keeps one example of each: bounded, however long and bad a run is. */
export class ErrorLog {
  private readonly tallies = new Map<string, Tally>();

  note(target: string, errorClass: string, atMs: number, example: string): void {
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
  }

  list(): readonly ErrorEntry[] {
    return [...this.tallies.values()].map((tally) => ({ ...tally }));
  }
}
