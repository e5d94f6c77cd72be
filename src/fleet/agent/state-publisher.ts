import { gzipSync } from 'node:zlib';
import { repeat } from '../../platform/time/repeat.ts';
import type { Timer } from '../../platform/time/timers.ts';
import type { BegunShard } from '../../run/shards/conduct-shard.ts';
import type { Threshold } from '../../verdict/threshold.ts';
import { encodeJson } from '../wire/json-messages.ts';
import { type MessageHeader, splitMessage } from '../wire/parts.ts';
import type { AgentDeps } from './agent-deps.ts';
import { liveStateOf } from './live-state.ts';

const LIVE_PERIOD_MS = 1000;

/**
 * Publishes what an agent has measured: a live state every second, the content of its shard file whenever it is saved, and the
 * last one as final. Each holds everything so far, so a lost message costs nothing.
 */
export class StatePublisher {
  private readonly run: string;
  private readonly agent: AgentDeps;
  private readonly sequences = new Map<string, number>();
  private newest: { readonly header: MessageHeader; readonly file: Buffer } | undefined;
  private live: Timer | undefined;

  constructor(run: string, agent: AgentDeps) {
    this.run = run;
    this.agent = agent;
  }

  /** Publishes live states until `end`. */
  follow({ load, requests }: BegunShard, thresholds: readonly Threshold[]): void {
    const publish = () => {
      const state = liveStateOf(load, thresholds, requests.endings);
      this.publish(this.next('live'), gzipSync(encodeJson(state), { level: 1 }));
    };
    this.live = repeat(this.agent.system, LIVE_PERIOD_MS, publish);
  }

  /** `file`: the content of the shard file, which may be the last one. */
  saved(file: Buffer): void {
    this.newest = { header: this.next('saved'), file };
    this.publish(this.newest.header, file);
  }

  /** The load has ended: what was saved last is final. */
  end(): void {
    this.live?.cancel();
    this.live = undefined;
    if (!this.newest || this.newest.header.kind === 'final') return;
    this.newest = { ...this.newest, header: { ...this.newest.header, kind: 'final' } };
    this.repeat();
  }

  /** Publishes what was saved last once more. */
  repeat(): void {
    if (this.newest) this.publish(this.newest.header, this.newest.file);
  }

  private next(kind: string): MessageHeader {
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
