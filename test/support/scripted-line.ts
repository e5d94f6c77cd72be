import type {
  ConnectionEvent,
  ConnectionListener,
  EndpointConnection,
  SessionIdentity,
  UserInput,
} from '../../src/endpoint/endpoint-connection.ts';
import type { EndpointFailure } from '../../src/endpoint/endpoint-failure.ts';
import type { Bounds } from '../../src/platform/time/bounds.ts';
import type { FakeTime } from './fake-time.ts';

/** Duration of the call that sends. */
export const EMIT_US = 10;

/** Difference between the upper and the lower bound of an arrival. */
export const COARSE_US = 200;

/** A connection whose remote end is the test: it injects events, and sees what is sent and whether it was closed. */
export class ScriptedLine implements EndpointConnection {
  /** Utterances, with the time in ms since the connection was made. */
  readonly said: { readonly text: string; readonly atMs: number }[] = [];
  /** Typing events that were sent, in order. */
  readonly typed: boolean[] = [];
  closings = 0;
  /** Called when all that has been read must be delivered. */
  onCatchUp: () => void = () => {};
  readonly identity: SessionIdentity;
  private readonly time: FakeTime;
  private readonly madeUs: number;
  private readonly listener: ConnectionListener;

  constructor(identity: SessionIdentity, listener: ConnectionListener, time: FakeTime) {
    this.identity = identity;
    this.listener = listener;
    this.time = time;
    this.madeUs = time.nowUs();
  }

  catchUp(): void {
    this.onCatchUp();
  }

  say(input: UserInput): Bounds {
    if (this.closings > 0) throw new Error('something was said on a closed line');
    const loUs = this.time.nowUs();
    this.said.push({ text: input.text, atMs: (loUs - this.madeUs) / 1000 });
    return { loUs, hiUs: loUs + EMIT_US };
  }

  typing(on: boolean): void {
    this.typed.push(on);
  }

  close(): void {
    this.closings += 1;
  }

  connected(totalUs = 12_000): this {
    return this.tell({
      kind: 'connected',
      atUs: this.time.nowUs(),
      handshake: {
        eio: 4,
        pingIntervalMs: undefined,
        pingTimeoutMs: undefined,
        maxPayload: undefined,
        remoteAddress: undefined,
      },
      phases: { tcpUs: 2000, totalUs },
    });
  }

  ready(): this {
    return this.tell({ kind: 'ready', atUs: this.time.nowUs(), how: 'signal' });
  }

  reply(text = 'hi', traceId?: string): this {
    return this.tell({
      kind: 'reply-chunk',
      atUs: this.time.nowUs(),
      acked: true,
      text,
      data: undefined,
      messageId: undefined,
      finished: true,
      shows: 'content',
      traceId,
      source: 'bot',
    });
  }

  ping(): this {
    return this.tell({ kind: 'final-ping', atUs: this.time.nowUs(), acked: false, type: 'regular' });
  }

  failed(failure: EndpointFailure = { class: 'refused', message: 'no one there' }): this {
    return this.tell({ kind: 'failed', atUs: this.time.nowUs(), failure });
  }

  lost(): this {
    const failure = { class: 'transport-close', message: 'the line broke' } as const;
    return this.tell({ kind: 'closed', atUs: this.time.nowUs(), failure });
  }

  /** After a close no event may follow; a test that injects one is wrong. */
  tell(event: ConnectionEvent): this {
    if (this.closings > 0) throw new Error(`a closed line cannot tell ${event.kind}`);
    this.listener(event, event.atUs - COARSE_US);
    return this;
  }
}
