import type { TraceEntry, TraceEvent } from './trace-event.ts';

/** The events of one conversation so far. */
export interface ConversationTrace {
  readonly target: string;
  readonly number: number;
  readonly events: readonly TraceEvent[];
}

/** Collects the events of the traced conversations of a run, from all its load threads. */
export class TraceBook {
  private readonly traces = new Map<string, ConversationTrace & { readonly events: TraceEvent[] }>();

  take({ target, number, event }: TraceEntry): void {
    const key = `${number} ${target}`;
    const known = this.traces.get(key);
    if (known) known.events.push(event);
    else this.traces.set(key, { target, number, events: [event] });
  }

  /** By number, and then by target: the same for any number of load threads. */
  list(): readonly ConversationTrace[] {
    return [...this.traces.values()].sort(
      (left, right) => left.number - right.number || (left.target < right.target ? -1 : 1),
    );
  }
}
