import type { ConnectionEvent } from '../../endpoint/endpoint-connection.ts';
import type { EndpointFailure } from '../../endpoint/endpoint-failure.ts';
import { AWAITING_BOT, type InterruptedIn } from '../../measure/interruption.ts';
import { LATE_START_US } from '../../measure/metrics.ts';
import type { ConversationCensored, LateReason, PushEnd } from '../../measure/series.ts';
import type { Bounds } from '../../platform/time/bounds.ts';
import { elapsedUs } from '../../platform/time/elapsed.ts';
import type { SayStep } from '../../scenario/scenario.ts';
import { sinceStartMs, type ThreadDeps } from '../conversation-deps.ts';
import type { EndConversation, SayCommand, StepFailed } from '../machine/conversation-state.ts';
import type { PlannedConversation } from '../plan-conversation.ts';
import type { ConversationOutcome, EndedTurn } from '../turn/ended-turn.ts';
import type { ReplyTiming } from '../turn/reply-timing.ts';
import type { OutputRole } from '../turn/role-of-output.ts';
import { appendPhases } from './connect-samples.ts';
import { ErrorNotes } from './error-notes.ts';
import { makeExemplar } from './make-exemplar.ts';
import { OUTPUT_COUNTERS } from './output-counters.ts';
import { classOfResponse } from './push-response.ts';
import { streamedTurn } from './streamed-turn.ts';
import { appendTurn, meetsObjectives } from './turn-samples.ts';
import { TurnTraces } from './turn-traces.ts';

/** What a finished conversation says about its target, for backing off. */
export interface RecordedEnd {
  /** At least one of its turns completed: the target works. */
  readonly completedTurn: boolean;
  /** `Retry-After` of the last refused connection, ms. */
  readonly retryAfterMs?: number | undefined;
}

/** Records the samples, counters and error examples of one conversation. */
export class ConversationRecord {
  private readonly thread: ThreadDeps;
  private readonly target: string;
  private readonly plan: PlannedConversation;
  private startedUs = 0;
  private connectedUs = 0;
  /** When the current socket was created, until it is ready. */
  private socketUs: number | undefined;
  private completedTurn = false;
  private retryAfterMs: number | undefined;
  private readonly turns = new TurnTraces();
  private readonly errors: ErrorNotes;
  private turnCount = 0;
  private allMet = true;
  /** Session of the current connection. */
  private sessionId: string;
  /** The last utterance, which is that of the open turn. */
  private utterance = '';
  /** A turn has timed out without a reply; its late reply could not be distinguished from one to a later turn. */
  private unanswered = false;

  constructor(thread: ThreadDeps, target: string, plan: PlannedConversation) {
    this.thread = thread;
    this.target = target;
    this.plan = plan;
    this.errors = new ErrorNotes(thread, target, plan);
    this.sessionId = plan.identity.sessionId;
  }

  /** A user has taken it; the load loop has already counted it as due. */
  started(nowUs: number): void {
    this.startedUs = nowUs;
    this.count(this.plan.series.counters.conversations_started, this.plan.intendedUs);
  }

  /** A new connection replaces the previous one, for the same or a new session. */
  reconnecting(nowUs: number, sessionId: string): void {
    this.sessionId = sessionId;
    this.socketUs = nowUs;
    this.count(this.plan.series.counters.reconnects, nowUs);
  }

  /** The socket is about to be created; `delayReason`: why it waited since `started`, if it did. */
  connecting(nowUs: number, delayReason: LateReason): void {
    const { intendedUs, series } = this.plan;
    this.socketUs = nowUs;
    this.trend(series.trends.start_delay, intendedUs, elapsedUs(intendedUs, nowUs));
    // A conversation that a user took late has already been counted; this counts those that were delayed mainly here.
    const takenLateUs = this.startedUs - intendedUs;
    const delayedUs = nowUs - this.startedUs;
    const isLate = takenLateUs <= LATE_START_US && takenLateUs + delayedUs > LATE_START_US;
    if (isLate && delayedUs > takenLateUs) this.count(series.startsLate[delayReason], intendedUs);
  }

  wireEvent(event: ConnectionEvent): void {
    const { counters, trends, connectsFailed, disconnects } = this.plan.series;
    if ('acked' in event && event.acked) this.count(counters.acks_sent, event.atUs);
    switch (event.kind) {
      case 'connected':
        this.connectedUs = event.atUs;
        this.count(counters.connects, event.atUs);
        this.thread.addresses.count(this.target, event.handshake.remoteAddress ?? 'unknown');
        return appendPhases(this.thread.samples, trends, event.phases, sinceStartMs(this.thread, event.atUs));
      case 'ready':
        this.socketUs = undefined;
        this.retryAfterMs = undefined;
        return this.trend(trends.ready, event.atUs, elapsedUs(this.connectedUs, event.atUs));
      case 'failed':
        this.socketUs = undefined;
        this.retryAfterMs = event.failure.retryAfterMs;
        this.errors.connection(event, this.sessionId);
        return this.count(connectsFailed[event.failure.class]!, event.atUs);
      case 'closed':
        this.errors.connection(event, this.sessionId);
        return this.count(disconnects[event.failure.class]!, event.atUs);
      case 'path':
        return this.thread.samples.append(
          trends.rtt,
          sinceStartMs(this.thread, event.atUs),
          event.rttLoUs,
          event.rttHiUs,
        );
      case 'reply-chunk':
        return this.count(counters.outputs, event.atUs);
      case 'error-reply':
        return this.count(event.via === 'output' ? counters.outputs : counters.exceptions, event.atUs);
      case 'final-ping':
        return this.count(counters.final_pings, event.atUs);
      case 'unknown':
        return this.count(counters.unknown_events, event.atUs);
      case 'typing':
        return;
    }
  }

  output(role: OutputRole, atUs: number): void {
    this.count(this.plan.series.counters[OUTPUT_COUNTERS[role]], atUs);
  }

  measure(timing: ReplyTiming, atUs: number): void {
    const { reply, trends } = this.plan.series;
    const position = Math.min(timing.position, reply.length - 1);
    const series = timing.metric === 'reply' ? reply[position]! : trends[timing.metric];
    this.thread.samples.append(series, sinceStartMs(this.thread, atUs), timing.loUs, timing.hiUs);
  }

  /** An input was sent. It is counted here, and again as a turn when that ends, which is one of the consistency checks. */
  said({ input, intendedUs, dueUs, billable }: SayCommand, sent: Bounds): void {
    this.utterance = input.text;
    const { counters, trends } = this.plan.series;
    this.count(counters.inputs_sent, intendedUs);
    if (billable) this.count(counters.conversations_billable, intendedUs);
    this.trend(trends.send_lag, intendedUs, elapsedUs(dueUs, sent.loUs));
  }

  pushSent(atUs: number, billable: boolean): void {
    if (billable) this.count(this.plan.series.counters.conversations_billable, atUs);
    this.count(this.plan.series.counters.pushes_sent, atUs);
  }

  pushAnswered(result: number | EndpointFailure, atUs: number): void {
    this.count(this.plan.series.pushResponses[classOfResponse(result)], atUs);
  }

  /** A request has ended without output; samples of requests belong to the block in which they end. */
  pushEnded(reason: PushEnd, waitedUs: number, atUs: number): void {
    this.thread.samples.append(this.plan.series.pushEnds[reason], sinceStartMs(this.thread, atUs), 1, waitedUs);
  }

  stepFailed(failed: StepFailed, atUs: number): void {
    this.count(this.plan.series.stepsFailed[failed.reason], atUs);
    this.errors.step(failed, this.sessionId, atUs);
  }

  /** `lowestRttUs`: the lowest round trip of its session, if known. */
  turn(turn: EndedTurn, step: SayStep, lowestRttUs?: number): void {
    // First: what follows may contain it.
    if (turn.captured) this.thread.onCaptured?.(turn.captured);
    const atMs = sinceStartMs(this.thread, turn.intendedUs);
    appendTurn(this.thread.samples, this.plan.series, turn, { atMs, lowestRttUs });
    this.errors.turn(turn, this.sessionId);
    if (this.unanswered) this.count(this.plan.series.counters.doubtful_turns, turn.intendedUs);
    this.unanswered ||= turn.outcome === 'timed-out' && turn.replies.length === 0;
    this.completedTurn ||= turn.outcome === 'completed';
    this.allMet &&= meetsObjectives(turn, step);
    this.thread.turnLog?.append({
      conversation: this.plan.number,
      turn: this.turnCount,
      sent: turn.sent,
      firstReply: turn.replies[0]?.first,
      ended: turn.ended,
    });
    if (this.thread.turns) {
      const { turnCount: index, sessionId, utterance } = this;
      this.thread.turns.append(streamedTurn(this.plan, turn, { index, sessionId, utterance }));
    }
    this.turnCount += 1;
    this.turns.add(turn, this.utterance);
  }

  /** Counted at its due time. */
  ended({ outcome, interruptedIn, thoughtUs }: EndConversation, nowUs: number): RecordedEnd {
    const { intendedUs, series } = this.plan;
    const { counters, trends } = series;
    const tookUs = elapsedUs(intendedUs, nowUs);
    const busyUs = elapsedUs(thoughtUs, tookUs);
    if (outcome === 'interrupted') this.interrupted(interruptedIn!, tookUs, busyUs);
    else this.count(counters[`conversations_${outcome}`], intendedUs);
    if (this.socketUs !== undefined) this.connectInterrupted(this.socketUs, nowUs);
    if (outcome === 'completed') {
      this.trend(trends.conversation, intendedUs, tookUs);
      this.trend(trends.conversation_busy, intendedUs, busyUs);
      if (this.allMet) this.count(counters.conversations_met, intendedUs);
    }
    this.keepExemplar(outcome);
    return { completedTurn: this.completedTurn, retryAfterMs: this.retryAfterMs };
  }

  /** If stopped while waiting for the bot, its durations are lower bounds (censored); between turns, they are not recorded. */
  private interrupted(at: InterruptedIn, tookUs: number, busyUs: number): void {
    const { intendedUs, series } = this.plan;
    this.count(series.interrupted[at], intendedUs);
    if (!AWAITING_BOT.includes(at)) return;
    this.censored('conversation', tookUs, intendedUs);
    this.censored('conversation_busy', busyUs, intendedUs);
  }

  private connectInterrupted(socketUs: number, nowUs: number): void {
    const isConnected = this.connectedUs >= socketUs;
    if (isConnected) this.censored('ready', elapsedUs(this.connectedUs, nowUs), nowUs);
    else this.censored('connect', elapsedUs(socketUs, nowUs), nowUs);
  }

  /** Records the lower bound of an interrupted duration (a censored value). */
  censored(trend: ConversationCensored, tookUs: number, atUs: number): void {
    this.thread.samples.append(this.plan.series.censored[trend], sinceStartMs(this.thread, atUs), 1, tookUs);
  }

  private keepExemplar(outcome: ConversationOutcome): void {
    const { exemplars } = this.thread;
    if (!exemplars.wants(this.target, this.plan.number, this.turns.longestMs)) return;
    exemplars.offer(makeExemplar(this.thread, this.target, this.plan, { turns: this.turns, outcome }));
  }

  private count(series: number, atUs: number): void {
    this.thread.samples.append(series, sinceStartMs(this.thread, atUs), 1, 0);
  }

  private trend(series: number, atUs: number, tookUs: number): void {
    this.thread.samples.append(series, sinceStartMs(this.thread, atUs), tookUs, tookUs);
  }
}
