import { type Agent, type ClientRequest, type IncomingMessage, type RequestOptions, request } from 'node:http';
import type { Bounds } from '../../platform/time/bounds.ts';
import type { Timer } from '../../platform/time/timers.ts';
import type { EndpointDeps } from '../endpoint-deps.ts';
import type { EndpointFailure } from '../endpoint-failure.ts';
import type { ConnectTrace } from '../network/connect-trace.ts';
import { codeOf } from '../network/error-causes.ts';
import { httpRefusal } from '../network/http-refusal.ts';
import { classifyPushError, classifyPushTimeout } from './push-failure.ts';

/** What came of a request. `atUs`: when the response began, or when it was known that none would come. */
export type PushResponse =
  | { readonly kind: 'answered'; readonly status: number; readonly atUs: number }
  | { readonly kind: 'failed'; readonly failure: EndpointFailure; readonly atUs: number };

/** A connection, or the place of one: it carries one request at a time. */
export interface PushLane {
  readonly agent: Agent;
  readonly trace: ConnectTrace;
}

export interface PushCall {
  readonly options: RequestOptions;
  readonly payload: string;
  /** Time limit from the request to the end of the response, ms. */
  readonly timeoutMs: number;
}

export interface ExchangeEnd {
  readonly response: PushResponse;
  /** The kept connection was already being closed by the server when the request was written: the server has not read it. */
  readonly stale: boolean;
}

/** The end of a larger body is not waited for. */
const MAX_BYTES = 1_048_576;

/** One request and its response. `onEnd` is called once, never before `send` has returned. */
export class PushExchange {
  private readonly lane: PushLane;
  private readonly call: PushCall;
  private readonly system: EndpointDeps;
  private readonly onEnd: (end: ExchangeEnd) => void;
  private request: ClientRequest | undefined;
  private deadline: Timer | undefined;
  private answer: { readonly status: number; readonly atUs: number } | undefined;
  private bytes = 0;
  private complete = false;
  private ended = false;

  constructor(lane: PushLane, call: PushCall, system: EndpointDeps, onEnd: (end: ExchangeEnd) => void) {
    this.lane = lane;
    this.call = call;
    this.system = system;
    this.onEnd = onEnd;
  }

  send(): Bounds {
    const { clock, timers } = this.system;
    const loUs = clock.nowUs();
    this.deadline = timers.at(loUs + this.call.timeoutMs * 1000, () => this.timedOut());
    this.request = request({ ...this.call.options, agent: this.lane.agent });
    this.request.on('response', (response) => this.answered(response));
    this.request.on('error', (error) => this.erred(error));
    this.request.end(this.call.payload);
    return { loUs, hiUs: clock.nowUs() };
  }

  /** Aborts it; nothing more is reported. */
  cancel(): void {
    this.ended = true;
    this.deadline?.cancel();
    this.request?.destroy();
  }

  private answered(response: IncomingMessage): void {
    const atUs = this.system.clock.nowUs();
    // A refusing proxy's answer is played back as if it were the endpoint's.
    const { proxyAnswer, route } = this.lane.trace;
    if (proxyAnswer) return this.fail(httpRefusal(proxyAnswer, 4, route), atUs);
    this.answer = { status: response.statusCode ?? 0, atUs };
    response.on('data', (chunk: Buffer) => this.read(chunk));
    response.on('end', () => {
      this.complete = true;
      this.finish();
    });
    response.on('error', () => this.finish());
  }

  private read(chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.bytes > MAX_BYTES) this.finish();
  }

  private erred(error: Error): void {
    if (this.answer) return this.finish();
    const stale = this.request?.reusedSocket === true && ['ECONNRESET', 'EPIPE'].includes(codeOf(error));
    this.fail(classifyPushError(error, this.lane.trace), this.system.clock.nowUs(), stale);
  }

  private timedOut(): void {
    if (this.answer) this.finish();
    else this.fail(classifyPushTimeout(this.call.timeoutMs, this.lane.trace), this.system.clock.nowUs());
  }

  private fail(failure: EndpointFailure, atUs: number, stale = false): void {
    this.end({ response: { kind: 'failed', failure, atUs }, stale });
  }

  private finish(): void {
    if (!this.answer) return;
    this.end({ response: { kind: 'answered', ...this.answer }, stale: false });
  }

  /** Destroys an incomplete exchange, so that its connection is never used again. */
  private end(end: ExchangeEnd): void {
    if (this.ended) return;
    this.ended = true;
    this.deadline?.cancel();
    if (!this.complete) this.request?.destroy();
    this.onEnd(end);
  }
}
