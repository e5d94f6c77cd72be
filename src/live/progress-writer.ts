import { type ProgressFacts, progressLine, progressOf } from './progress-line.ts';
import type { ObservedRun, RunObserver } from './run-observer.ts';

/** Interval of lines without a terminal; on a terminal the line is replaced at every call. */
const PLAIN_EVERY_MS = 10_000;
const CLEAR_LINE = '\r\u001b[2K';

export interface ProgressOptions {
  /** Writes to stderr. */
  readonly write: (text: string) => void;
  /** A terminal, on which a line can be replaced. */
  readonly isTty: boolean;
  /** Writes messages only. */
  readonly quiet: boolean;
  /** Planned duration; undefined: the load ends by a number of conversations. */
  readonly totalMs?: number | undefined;
}

/** Shows how far a run is. */
export class ProgressWriter implements RunObserver {
  private readonly options: ProgressOptions;
  private last = { elapsedMs: 0, turns: 0 };
  private nextPlainMs = PLAIN_EVERY_MS;
  private shown = '';

  constructor(options: ProgressOptions) {
    this.options = options;
  }

  tick(run: ObservedRun): void {
    const { isTty, quiet, totalMs } = this.options;
    const elapsedMs = Math.max(0, run.elapsedMs());
    // Lines that would not be shown are not rendered.
    if (quiet || (!isTty && elapsedMs < this.nextPlainMs)) return;
    this.update(progressOf(run.recorder.readings(), { elapsedMs, totalMs, activeVus: run.activeVus }));
  }

  update(facts: ProgressFacts): void {
    const { isTty, quiet, write } = this.options;
    if (quiet || (!isTty && facts.elapsedMs < this.nextPlainMs)) return;
    this.shown = progressLine(facts, this.turnsPerSecond(facts));
    this.nextPlainMs = (Math.floor(facts.elapsedMs / PLAIN_EVERY_MS) + 1) * PLAIN_EVERY_MS;
    write(isTty ? `${CLEAR_LINE}${this.shown}` : `${this.shown}\n`);
  }

  /** Writes a message on its own line, above the progress line; also with `quiet`. */
  message(text: string): void {
    const { isTty, quiet, write } = this.options;
    write(isTty && !quiet && this.shown !== '' ? `${CLEAR_LINE}${text}\n${this.shown}` : `${text}\n`);
  }

  /** Ends the line that renews itself, so that what follows begins on a new one. */
  end(): void {
    if (this.options.isTty && this.shown !== '') this.options.write('\n');
    this.shown = '';
  }

  /** Clears the progress line. */
  clear(): void {
    if (this.options.isTty && this.shown !== '') this.options.write(CLEAR_LINE);
    this.shown = '';
  }

  private turnsPerSecond({ elapsedMs, turns }: ProgressFacts): number {
    const seconds = (elapsedMs - this.last.elapsedMs) / 1000;
    const rate = seconds > 0 ? (turns - this.last.turns) / seconds : 0;
    this.last = { elapsedMs, turns };
    return rate;
  }
}
