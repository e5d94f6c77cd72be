import { gzipSync } from 'node:zlib';
import type { Segment } from '../../load/segment.ts';
import { repeat } from '../../platform/time/repeat.ts';
import type { TimeDeps } from '../../platform/time/time-deps.ts';
import type { Timer } from '../../platform/time/timers.ts';
import { encodeJson } from '../wire/json-messages.ts';
import type { StepState } from '../wire/messages.ts';
import { type MessageHeader, splitMessage } from '../wire/parts.ts';
import type { AgentDeps } from './agent-deps.ts';

const LIVE_PERIOD_MS = 1000;

type PublisherDeps = Pick<AgentDeps, 'id' | 'connection'> & { readonly system: TimeDeps };

/**
 * Publishes what an agent has measured: a live state every second, and, when its coordinator asks, the content of its shard file,
 * the last one as final; whenever it is saved, the coordinator is told. Each holds everything so far, so a lost message loses
 * no data.
 */
export class StatePublisher {
  private readonly run: string;
  private readonly agent: PublisherDeps;
  private readonly sequences = new Map<string, number>();
  private newest: { readonly header: MessageHeader; readonly file: Buffer } | undefined;
  private live: Timer | undefined;

  constructor(run: string, agent: PublisherDeps) {
    this.run = run;
    this.agent = agent;
  }

  /**
   * Publishes live states until `end`; `encode`: the newest one (see `encodeLive`). The agents of a run, of which this is one
   * `share`, publish theirs one after another.
   */
  follow(encode: () => Uint8Array, { index, count }: Segment): void {
    const { clock, timers } = this.agent.system;
    this.live = timers.at(clock.nowUs() + (index / count) * LIVE_PERIOD_MS * 1000, () => {
      this.live = repeat(this.agent.system, LIVE_PERIOD_MS, () => this.publish(this.next('live'), encode()));
    });
  }

  /** The state of a capacity step at a second of it. The agents of a run publish theirs one after another, here as well. */
  step(second: number, state: StepState, { index, count }: Segment): void {
    const { clock, timers } = this.agent.system;
    const bytes = gzipSync(encodeJson(state), { level: 1 });
    const header = { from: this.agent.id, kind: 'step', sequence: second } as const;
    timers.at(clock.nowUs() + (index / count) * LIVE_PERIOD_MS * 1000, () => this.publish(header, bytes));
  }

  /** `file`: the content of the shard file, which may be the last one. The first is small, and published at once. */
  saved(file: Buffer): void {
    const isFirst = this.newest === undefined;
    this.newest = { header: this.next('saved'), file };
    if (isFirst) this.repeat();
    else this.tell();
  }

  /** The load has ended. `isAll`: what was saved last is final; otherwise the coordinator finds out why when it asks. */
  end(isAll: boolean): void {
    this.live?.cancel();
    this.live = undefined;
    if (!this.newest || this.newest.header.kind === 'final') return;
    if (isAll) this.newest = { ...this.newest, header: { ...this.newest.header, kind: 'final' } };
    this.tell();
  }

  /** Tells the coordinator that a newer file can be requested. */
  private tell(): void {
    this.publish(this.next('news'), new Uint8Array());
  }

  /** Publishes what was saved last. */
  repeat(): void {
    if (this.newest) this.publish(this.newest.header, this.newest.file);
  }

  private next(kind: MessageHeader['kind']): MessageHeader {
    const sequence = (this.sequences.get(kind) ?? 0) + 1;
    this.sequences.set(kind, sequence);
    return { from: this.agent.id, kind, sequence };
  }

  private publish(header: MessageHeader, bytes: Uint8Array): void {
    const { connection } = this.agent;
    for (const part of splitMessage(header, bytes, connection.maxBytes))
      connection.publish(connection.subjects.state(this.run), part);
  }
}
