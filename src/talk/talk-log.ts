import type { TraceEvent, TraceOutput } from '../measure/traces/trace-event.ts';
import type { Paint } from '../render/paint.ts';
import { noteText, rawText, replyText, turnText } from './talk-text.ts';
import type { TalkChoice, TalkReply, TalkTurn, TalkUtterance } from './talk-turn.ts';

export interface TalkLogOptions {
  readonly print: (text: string) => void;
  readonly paint: Paint;
  readonly nowMs: () => number;
  /** Somebody types: the time before an utterance is think time. */
  readonly isTyped: boolean;
}

/** Shows a conversation by hand, and remembers its turns. */
export class TalkLog {
  readonly turns: TalkTurn[] = [];
  private readonly options: TalkLogOptions;
  private isRaw = false;
  private utterance: TalkUtterance | undefined;
  private thinkMs: number | undefined;
  private freeSinceMs: number | undefined;
  /** When the utterance of the open turn was sent, ms since its conversation started. */
  private sentMs: number | undefined;
  private replies: TalkReply[] = [];
  /** Streamed outputs that are not complete, by message id. */
  private readonly streams = new Map<string, { text: string; choices: TalkReply['choices'] }>();
  /** The last outputs, and the choices among them. */
  private outputs: TraceOutput[] = [];
  private offered: readonly TalkChoice[] = [];

  constructor(options: TalkLogOptions) {
    this.options = options;
  }

  /** The user is about to say this. */
  says(utterance: TalkUtterance): void {
    const { nowMs, isTyped } = this.options;
    this.utterance = utterance;
    this.thinkMs = isTyped && this.freeSinceMs !== undefined ? Math.max(0, nowMs() - this.freeSinceMs) : undefined;
    this.replies = [];
    this.outputs = [];
    this.offered = [];
  }

  /** The choice of the last replies with this number, from 1. */
  choice(number: number): TalkChoice | undefined {
    return this.offered[number - 1];
  }

  get choices(): number {
    return this.offered.length;
  }

  /** Shows payloads from now on, those of the last replies first, or no more. */
  toggleRaw(): void {
    this.isRaw = !this.isRaw;
    const { print, paint } = this.options;
    print(noteText(this.isRaw ? 'payloads are shown' : 'payloads are no longer shown', paint));
    if (this.isRaw) for (const output of this.outputs) print(rawText(output));
  }

  /** Somebody can type from now on. */
  free(): void {
    this.freeSinceMs = this.options.nowMs();
  }

  take(event: TraceEvent): void {
    const { print, paint } = this.options;
    switch (event.kind) {
      case 'connected':
        return print(noteText(`connected in ${Math.round(event.tookMs)} ms`, paint));
      case 'lost':
        return print(noteText(`${event.message}; the next utterance connects again`, paint));
      case 'said':
        this.sentMs = event.atMs;
        return;
      case 'output':
        return this.takeOutput(event);
      case 'error-reply':
        return print(paint('red', noteText(`error: ${event.message.clear}`, paint)));
      case 'unknown-event':
        return print(noteText(`unknown event ${event.name}`, paint));
      case 'turn-ended': {
        this.flush(event.atMs);
        print(turnText(event, paint));
        const { outcome, endedBy, turnMs, firstOutputMs } = event;
        const { utterance, thinkMs, replies } = this;
        if (utterance) this.turns.push({ utterance, thinkMs, replies, outcome, endedBy, turnMs, firstOutputMs });
        this.utterance = undefined;
        this.sentMs = undefined;
        this.free();
        return;
      }
    }
  }

  /** A streamed output is shown when it is complete. */
  private takeOutput(output: TraceOutput & { readonly atMs: number }): void {
    const { text, choices, role, messageId, finished, atMs } = output;
    if (role !== 'marker' || messageId !== undefined) this.outputs.push(output);
    if (this.isRaw) this.options.print(rawText(output));
    const offered = choices.map(({ title, payload }) => ({ title: title.clear, payload }));
    if (messageId === undefined) {
      if (role !== 'marker' && role !== 'blank') this.show({ text: text.clear, choices: offered }, atMs);
      return;
    }
    const stream = this.streams.get(messageId) ?? { text: '', choices: [] };
    this.streams.set(messageId, { text: stream.text + text.clear, choices: [...stream.choices, ...offered] });
    if (finished) this.complete(messageId, atMs);
  }

  private flush(atMs: number): void {
    for (const messageId of this.streams.keys()) this.complete(messageId, atMs);
  }

  private complete(messageId: string, atMs: number): void {
    const stream = this.streams.get(messageId);
    this.streams.delete(messageId);
    if (stream && (stream.text !== '' || stream.choices.length > 0)) this.show(stream, atMs);
  }

  private show(reply: TalkReply, atMs: number): void {
    const { print, paint } = this.options;
    if (this.sentMs !== undefined) this.replies.push(reply);
    if (reply.choices.length > 0) this.offered = reply.choices;
    print(replyText(reply, this.sentMs === undefined ? undefined : atMs - this.sentMs, paint));
  }
}
