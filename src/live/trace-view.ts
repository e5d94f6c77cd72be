import type { TraceEntry } from '../measure/traces/trace-event.ts';
import type { Paint } from '../render/paint.ts';
import { HASHED_NOTE, traceHeading, traceText } from '../render/traces/trace-text.ts';
import { traceLine } from '../report/traces/trace-line.ts';
import type { RunObserver } from './run-observer.ts';

export interface TraceViewOptions {
  /** Writes one line, above the progress line. */
  readonly write: (line: string) => void;
  /** Texts in plain text; else as outputs without `--keep-texts` show them. */
  readonly isClear: boolean;
  readonly paint: Paint;
  /** Of the terminal, if it is one. */
  readonly width: number | undefined;
}

/** Shows traced conversations as they happen; for one user, whose conversations follow each other. */
export class TraceView implements RunObserver {
  private readonly options: TraceViewOptions;
  private hasBegun = false;

  constructor(options: TraceViewOptions) {
    this.options = options;
  }

  trace({ target, number, event }: TraceEntry): void {
    const { write, isClear, paint, width } = this.options;
    if (event.kind === 'started') {
      if (!isClear && !this.hasBegun) write(HASHED_NOTE);
      this.hasBegun = true;
      write(paint('bold', traceHeading({ target, number, ...event }, event.continues)));
    }
    const line = traceLine(event, isClear);
    if (line) write(traceText(line, paint, width));
    if (event.kind === 'ended') write('');
  }
}
