import type { Bounds } from '../platform/time/bounds.ts';
import type { Timer } from '../platform/time/timers.ts';
import { openConnection } from './connect-endpoint.ts';
import type { ConnectionEvent, EndpointConnection, ReplyChunkEvent, SessionIdentity } from './endpoint-connection.ts';
import type { EndpointDeps } from './endpoint-deps.ts';
import type { EndpointFailure } from './endpoint-failure.ts';
import type { SettledEndpoint } from './endpoint-settings.ts';
import type { ReplyReading } from './protocol/chat-protocol.ts';
import { makeProtocol } from './protocol/make-protocol.ts';
import { inTestMode } from './protocol/test-mode.ts';
import { NO_UNKNOWN_EVENTS, type UnknownEvents, withUnknownEvent } from './unknown-events.ts';

/** What became of one utterance. Times are from the utterance leaving, ms. */
export type SayResult =
  | {
      readonly kind: 'answered';
      /** One entry per reply; the texts of a streamed reply are joined. */
      readonly replies: readonly string[];
      readonly endedBy: 'final-ping' | 'quiet';
      /** Absent where the turn ended without a reply. */
      readonly firstOutputMs: number | undefined;
      /** Until the final ping, or the last reply where none came. */
      readonly turnMs: number;
    }
  /** Nothing came within the timeout, not even a final ping. */
  | { readonly kind: 'silent'; readonly afterMs: number; readonly unknownEvents: UnknownEvents }
  /** The endpoint answered with an error. */
  | { readonly kind: 'errored'; readonly message: string; readonly code: string | undefined }
  | { readonly kind: 'failed'; readonly failure: EndpointFailure };

export interface SayOnceOptions {
  readonly text: string;
  /** Timeout of the reply, from the utterance on. Default 30,000. */
  readonly timeoutMs?: number;
  /** Silence after a reply that ends the turn where no final ping comes. Default 3,000. */
  readonly quietMs?: number;
}

/** Says one thing in test mode over a connection of its own and returns what came back. Rejects only as `openConnection` throws. */
export function sayOnce(
  settings: SettledEndpoint,
  identity: SessionIdentity,
  options: SayOnceOptions,
  system: EndpointDeps,
): Promise<SayResult> {
  return new Promise((resolve) => {
    new OneUtterance(inTestMode(settings), identity, { options, system, resolve });
  });
}

interface UtteranceDeps {
  readonly options: SayOnceOptions;
  readonly system: EndpointDeps;
  readonly resolve: (result: SayResult) => void;
}

class OneUtterance {
  private readonly options: SayOnceOptions;
  private readonly system: EndpointDeps;
  private readonly resolve: (result: SayResult) => void;
  private readonly reading: ReplyReading;
  private readonly connection: EndpointConnection;
  private readonly chunks: ReplyChunkEvent[] = [];
  private unknownEvents = NO_UNKNOWN_EVENTS;
  private sent: Bounds | undefined;
  private timer: Timer | undefined;

  constructor(settings: SettledEndpoint, identity: SessionIdentity, { options, system, resolve }: UtteranceDeps) {
    this.options = options;
    this.system = system;
    this.resolve = resolve;
    const protocol = makeProtocol(settings);
    this.reading = protocol.reading;
    this.connection = openConnection({ settings, protocol, identity }, (event) => this.take(event), system);
  }

  private take(event: ConnectionEvent): void {
    switch (event.kind) {
      case 'ready':
        return this.say();
      case 'reply-chunk':
        return this.collect(event);
      case 'final-ping':
        return this.isAnswer(event.atUs) ? this.answered('final-ping', event.atUs) : undefined;
      case 'unknown':
        if (this.isAnswer(event.atUs)) this.unknownEvents = withUnknownEvent(this.unknownEvents, event.name);
        return;
      case 'error-reply':
        return this.end({ kind: 'errored', message: event.message, code: event.code });
      case 'failed':
      case 'closed':
        return this.end({ kind: 'failed', failure: event.failure });
    }
  }

  private say(): void {
    this.sent = this.connection.say({ text: this.options.text, restart: false });
    const timeoutMs = this.options.timeoutMs ?? 30_000;
    this.wait(timeoutMs, () => this.end({ kind: 'silent', afterMs: timeoutMs, unknownEvents: this.unknownEvents }));
  }

  /** What was read before the utterance was sent belongs to someone else. */
  private isAnswer(atUs: number): boolean {
    return this.sent !== undefined && atUs >= this.sent.loUs;
  }

  private collect(chunk: ReplyChunkEvent): void {
    if (!this.isAnswer(chunk.atUs)) return;
    const shown = chunk.shows === 'content' || this.chunks.some(({ messageId }) => continues(chunk, messageId));
    if (shown) this.chunks.push(chunk);
    const last = this.chunks.at(-1);
    if (last) this.wait(this.options.quietMs ?? 3000, () => this.answered('quiet', last.atUs));
  }

  private wait(delayMs: number, callback: () => void): void {
    this.timer?.cancel();
    this.timer = this.system.timers.at(this.system.clock.nowUs() + delayMs * 1000, callback);
  }

  private answered(endedBy: 'final-ping' | 'quiet', endUs: number): void {
    const sentUs = this.sent?.loUs ?? endUs;
    const first = this.chunks[0];
    this.end({
      kind: 'answered',
      replies: repliesOf(this.chunks, this.reading),
      endedBy,
      firstOutputMs: first && (first.atUs - sentUs) / 1000,
      turnMs: (endUs - sentUs) / 1000,
    });
  }

  private end(result: SayResult): void {
    this.timer?.cancel();
    this.connection.close();
    this.resolve(result);
  }
}

function continues(chunk: ReplyChunkEvent, messageId: string | undefined): boolean {
  return chunk.messageId !== undefined && chunk.messageId === messageId;
}

function repliesOf(chunks: readonly ReplyChunkEvent[], reading: ReplyReading): string[] {
  const replies: { messageId: string | undefined; text: string }[] = [];
  for (const chunk of chunks) {
    const text = chunk.text || reading.texts(chunk).join(' / ');
    const begun = replies.find(({ messageId }) => continues(chunk, messageId));
    if (begun) begun.text += text;
    else replies.push({ messageId: chunk.messageId, text });
  }
  return replies.map((reply) => reply.text);
}
