import type { ConnectionEvent } from '../endpoint/endpoint-connection.ts';
import { RetryBackoff } from '../endpoint/retry-delay.ts';
import { randomStream } from '../platform/random.ts';
import type { Timer } from '../platform/time/timers.ts';
import type { DelayReason, TargetDeps, ThreadDeps } from './conversation-deps.ts';
import type { ConversationDeps, ConversationEnd } from './conversation-end.ts';
import { carryOutCall } from './hooks/carry-out-call.ts';
import type { CallCommand } from './machine/calling.ts';
import { advance, start, waitsForEvents, wakeAtUs } from './machine/conversation-machine.ts';
import type {
  ConversationState,
  EndConversation,
  MachineCommand,
  MachineContext,
  MachineEvent,
  PushCommand,
  SayCommand,
} from './machine/conversation-state.ts';
import { copyState } from './machine/copy-state.ts';
import { maskEvent, maskValues } from './machine/mask-values.ts';
import { sessionIdOf } from './machine/script-scope.ts';
import type { PlannedConversation } from './plan-conversation.ts';
import { ownerOf } from './present.ts';
import { ConversationRecord } from './record/conversation-record.ts';
import { SessionConnection } from './session-connection.ts';
import { ConversationTracer } from './trace/conversation-tracer.ts';

/** Passes events to the machine and executes its commands. All rules are in the machine, all measurements in the record. */
export class LiveConversation {
  private state: ConversationState;
  private session: SessionConnection;
  private timer: Timer | undefined;
  private readonly backoff = new RetryBackoff();
  private retry: Timer | undefined;
  private timerDueUs = Number.POSITIVE_INFINITY;
  private release: (() => void) | undefined;
  private readonly record: ConversationRecord;
  private readonly context: MachineContext;
  private readonly tracer: ConversationTracer | undefined;
  private readonly thread: ThreadDeps;
  private readonly target: TargetDeps;
  private readonly plan: PlannedConversation;
  private readonly resumes: boolean;
  private readonly onEnd: (end: ConversationEnd) => void;

  /** `kept`: the session of the previous conversation, which this one continues. */
  constructor({ thread, target, onEnd }: ConversationDeps, plan: PlannedConversation, kept?: SessionConnection) {
    this.thread = thread;
    this.target = target;
    this.plan = plan;
    this.onEnd = onEnd;
    this.resumes = kept !== undefined;
    this.session = kept ?? new SessionConnection(plan.identity, ownerOf(plan, target.perSession));
    this.context = { script: plan.script, traits: target.traits.current };
    this.state = start(plan.script, this.session.memory);
    this.record = new ConversationRecord(thread, target.name, plan);
    if (plan.script.traced) this.tracer = new ConversationTracer(thread.traces!, thread, target.name, plan);
  }

  /** Connects, or continues a kept session. After this call it ends exactly once, by itself or by `interrupt`. */
  start(): void {
    this.record.started(this.thread.clock.nowUs());
    this.tracer?.started(this.thread.clock.nowUs(), this.resumes);
    if (!this.resumes || this.session.lost) return this.connect(this.session, this.resumes);
    this.session.listener = this.onEvent;
    if (this.maySend()) this.step({ kind: 'ready', atUs: this.thread.clock.nowUs(), how: 'assumed' });
  }

  /** Stops immediately; the open turn counts as interrupted. */
  interrupt(): void {
    this.step({ kind: 'interrupt', atUs: this.thread.clock.nowUs() });
  }

  private connect(session: SessionConnection, again: boolean): void {
    this.session = session;
    const start = (release: () => void, delayReason: DelayReason) => {
      const { state } = this;
      if (!this.maySend() || state.phase === 'done') return release();
      const failure = session.prepare(this.plan, this.target.perSession, state);
      if (failure) this.step({ kind: 'cannot-connect', atUs: this.thread.clock.nowUs(), failure });
      if (failure) return release();
      this.release = release;
      if (again) this.record.reconnecting(this.thread.clock.nowUs(), session.identity.sessionId);
      else this.record.connecting(this.thread.clock.nowUs(), delayReason);
      this.tracer?.connecting(this.thread.clock.nowUs());
      session.listener = this.onEvent;
      session.open((listener) => this.target.open(session.presented, listener, session.cookies));
    };
    this.target.connectLimiter.enter(start, () => this.interrupt());
  }

  /** That of the current session, or of the new one that the machine has started. */
  private get sessionId(): string {
    return this.state.phase === 'done' ? '' : sessionIdOf(this.plan.script, this.state.memory);
  }

  /** Waits first if a previous attempt was refused. */
  private reconnect(session: SessionConnection): void {
    const dueUs = this.backoff.notBeforeUs;
    if (dueUs <= this.thread.clock.nowUs()) return this.connect(session, true);
    this.retry = this.thread.timers.at(dueUs, () => this.connect(session, true));
  }

  /** Asked before anything that may lead to sending is recorded; without permission, the conversation is interrupted. */
  private maySend(): boolean {
    if (this.thread.maySend()) return true;
    this.interrupt();
    return false;
  }

  private readonly onEvent = (raw: ConnectionEvent, arrivedLoUs: number): void => {
    if (!this.maySend()) return;
    const event = maskEvent(raw, this.masked);
    this.record.wireEvent(event);
    if (event.kind === 'path') return this.session.notePath(event);
    if (event.kind === 'closed') this.session.lost = true;
    if (event.kind === 'ready' || event.kind === 'failed') this.attemptEnded(event);
    this.step(event, arrivedLoUs);
  };

  private readonly masked = (text: string): string => {
    const { state, thread, plan } = this;
    return thread.keepTexts || state.phase === 'done' ? text : maskValues(text, plan.script, state.memory);
  };

  private attemptEnded(event: Extract<ConnectionEvent, { kind: 'ready' | 'failed' }>): void {
    this.releaseConnectSlot();
    const jitter = () => randomStream(this.thread.seed, this.plan.number, 'reconnect').next();
    const retryAfterMs = event.kind === 'failed' ? event.failure.retryAfterMs : undefined;
    this.backoff.note(event.kind === 'failed', event.atUs, jitter, retryAfterMs);
  }

  private readonly onTimer = (): void => {
    this.timerDueUs = Number.POSITIVE_INFINITY;
    if (waitsForEvents(this.state)) this.thread.inbox.afterAll(this.wake);
    else this.wake();
  };

  /** Processes all events read on its connection before sending anything, because they may change what to send. */
  private readonly wake = (): void => {
    this.session.connection?.catchUp();
    if (this.maySend()) this.step({ kind: 'wake', atUs: this.thread.clock.nowUs() });
  };

  private step(event: MachineEvent, arrivedLoUs: number = event.atUs): void {
    if (this.state.phase === 'done') return;
    const before = this.tracer && copyState(this.state);
    const { state, commands } = advance(this.context, this.state, event, arrivedLoUs);
    this.state = state;
    if (before) this.tracer?.advanced({ before, event, after: state, commands });
    for (const command of commands) this.execute(command, event.atUs);
    this.arm();
  }

  private execute(command: MachineCommand, atUs: number): void {
    switch (command.kind) {
      case 'say':
        return this.say(command);
      case 'typing':
        return this.session.connection?.typing(command.on);
      case 'push':
        return this.push(command);
      case 'call':
        return this.call(command);
      case 'disconnect':
        return this.session.close();
      case 'connect':
        return this.reconnect(this.session.next(this.sessionId));
      case 'output':
        return this.record.output(command.role, atUs);
      case 'measure':
        return this.record.measure(command, atUs);
      case 'notice':
        return this.target.traits.learn(command.notice);
      case 'end-turn':
        return this.record.turn(command.turn, this.plan.script.steps[command.turn.step]!, this.session.lowestRttUs);
      case 'wait-interrupted':
        return this.record.censored('wait', command.waitedUs, atUs);
      case 'end-push':
        return this.record.pushEnded(command.reason, command.waitedUs, atUs);
      case 'step-failed':
        return this.record.stepFailed(command, atUs);
      case 'branched':
      case 'repeated':
      case 'stopped':
        return;
      case 'end-conversation':
        return this.end(command);
    }
  }

  private say(command: SayCommand): void {
    const sent = this.session.connection!.say(command.input);
    this.record.said(command, sent);
    this.step({ kind: 'said', atUs: sent.hiUs, sent });
  }

  private push({ id, route, body, billable }: PushCommand): void {
    this.target.whenPushAllowed(() => {
      this.session.connection?.catchUp();
      if (!this.maySend() || this.state.phase === 'done') return false;
      const sent = this.target.push(route, this.session.presented, body, (result, atUs) => {
        if (!this.maySend() || this.state.phase === 'done') return;
        this.record.pushAnswered(result, atUs);
        this.step({ kind: 'push-answered', atUs, id, result });
      });
      this.record.pushSent(sent.hiUs, billable);
      this.step({ kind: 'push-sent', atUs: sent.hiUs, id, sent });
      return true;
    });
  }

  private call(command: CallCommand): void {
    const { userId } = this.session.identity;
    void carryOutCall(this.thread, command, this.plan, { target: this.target.name, userId }).then((result) => {
      if (this.state.phase === 'done' || !this.maySend()) return;
      this.step({ kind: 'called', atUs: this.thread.clock.nowUs(), id: command.id, result });
    });
  }

  private end(command: EndConversation): void {
    this.timer?.cancel();
    this.retry?.cancel();
    this.releaseConnectSlot();
    const { outcome } = command;
    const isGood = outcome === 'completed' || (outcome === 'failed' && this.plan.keepsFailedSession);
    // A conversation that took no time keeps no session: the next one would start at once, in an endless synchronous loop.
    const takesTime = this.session.connection !== undefined && this.timer !== undefined;
    const keeps = this.plan.keepsSession && isGood && takesTime;
    const { tracer } = this;
    if (keeps) this.session.keep(command.session, tracer && ((event) => tracer.between(event)));
    else this.session.close();
    const recorded = this.record.ended(command, this.thread.clock.nowUs());
    this.onEnd({ ...recorded, outcome, kept: keeps ? this.session : undefined });
  }

  private releaseConnectSlot(): void {
    this.release?.();
    this.release = undefined;
  }

  /** One timer serves the whole conversation; if it fires too early, it is only set again. */
  private arm(): void {
    const wakeUs = wakeAtUs(this.plan.script, this.state);
    if (wakeUs === undefined || wakeUs >= this.timerDueUs) return;
    this.timer?.cancel();
    this.timerDueUs = wakeUs;
    this.timer = this.thread.timers.at(wakeUs, this.onTimer);
  }
}
