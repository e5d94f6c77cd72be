import type { ConnectionEvent } from '../endpoint/endpoint-connection.ts';
import { RetryBackoff } from '../endpoint/retry-delay.ts';
import { randomStream } from '../platform/random.ts';
import type { Timer } from '../platform/time/timers.ts';
import type { DelayReason, TargetDeps, ThreadDeps } from './conversation-deps.ts';
import { advance, start, wakeAtUs } from './machine/conversation-machine.ts';
import type {
  ConversationState,
  EndConversation,
  MachineCommand,
  MachineEvent,
  PushCommand,
  SayCommand,
} from './machine/conversation-state.ts';
import { nameValues } from './machine/named-values.ts';
import { sessionIdOf } from './machine/script-scope.ts';
import type { PlannedConversation } from './plan-conversation.ts';
import { ConversationRecord, type RecordedEnd } from './record/conversation-record.ts';
import { SessionConnection } from './session-connection.ts';
import type { ConversationOutcome } from './turn/ended-turn.ts';

/** Something may lie unread that the timer would give up: it is read first. */
function awaitsWire(state: ConversationState): boolean {
  if (state.phase === 'done') return false;
  return state.phase === 'talking' || state.phase === 'waiting' || state.memory.pushes.length > 0;
}

export interface ConversationEnd extends RecordedEnd {
  readonly outcome: ConversationOutcome;
  /** The session goes on with the next conversation of its user. */
  readonly kept?: SessionConnection | undefined;
}

/** What one conversation is given by whoever holds it. */
export interface ConversationDeps {
  readonly thread: ThreadDeps;
  readonly target: TargetDeps;
  /** Called once, at its end. */
  readonly onEnd: (end: ConversationEnd) => void;
}

/**
 * One conversation: carries events to the machine and its commands to the wire, the timer and the record. All rules are
 * in the machine, all numbers in the record.
 */
export class LiveConversation {
  private state: ConversationState;
  private line: SessionConnection;
  private timer: Timer | undefined;
  private readonly backoff = new RetryBackoff();
  private retry: Timer | undefined;
  private timerDueUs = Number.POSITIVE_INFINITY;
  private release: (() => void) | undefined;
  private readonly record: ConversationRecord;
  private readonly thread: ThreadDeps;
  private readonly target: TargetDeps;
  private readonly plan: PlannedConversation;
  private readonly resumes: boolean;
  private readonly onEnd: (end: ConversationEnd) => void;

  /** `kept`: the session of the conversation before, which it continues. */
  constructor({ thread, target, onEnd }: ConversationDeps, plan: PlannedConversation, kept?: SessionConnection) {
    this.thread = thread;
    this.target = target;
    this.plan = plan;
    this.onEnd = onEnd;
    this.resumes = kept !== undefined;
    this.line = kept ?? new SessionConnection(plan.identity);
    this.state = start(plan.script, this.line.session);
    this.record = new ConversationRecord(thread, target.name, plan);
  }

  /** Waits at the connect limiter, or continues at once; from here on it ends exactly once, by itself or by `interrupt`. */
  start(): void {
    this.record.started(this.thread.clock.nowUs());
    if (!this.resumes || this.line.lost) return this.connect(this.line, this.resumes);
    this.line.listener = this.onEvent;
    this.step({ kind: 'ready', atUs: this.thread.clock.nowUs(), how: 'assumed' });
  }

  /** Stops now; the open turn counts as interrupted. */
  interrupt(): void {
    this.step({ kind: 'interrupt', atUs: this.thread.clock.nowUs() });
  }

  private connect(line: SessionConnection, again: boolean): void {
    this.line = line;
    const start = (release: () => void, delayReason: DelayReason) => {
      if (this.state.phase === 'done') return release();
      this.release = release;
      if (again) this.record.reconnecting(this.thread.clock.nowUs(), line.identity.sessionId);
      else this.record.connecting(this.thread.clock.nowUs(), delayReason);
      line.listener = this.onEvent;
      line.open((listener) => this.target.open(line.identity, listener, line.cookies));
    };
    this.target.connectLimiter.enter(start, () => this.interrupt());
  }

  /** Not before the target may be asked again that refused the attempt before. */
  private reconnect(line: SessionConnection): void {
    const dueUs = this.backoff.notBeforeUs;
    if (dueUs <= this.thread.clock.nowUs()) return this.connect(line, true);
    this.retry = this.thread.timers.at(dueUs, () => this.connect(line, true));
  }

  private readonly onEvent = (raw: ConnectionEvent, arrivedLoUs: number): void => {
    const event = this.withValuesNamed(raw);
    this.record.wireEvent(event);
    if (event.kind === 'path') return this.line.notePath(event);
    if (event.kind === 'ready' || event.kind === 'failed') this.attemptEnded(event);
    this.step(event, arrivedLoUs);
  };

  /** A close reason, or the name of an event, may repeat what was said: values of feeds and captures are named in it. */
  private withValuesNamed(event: ConnectionEvent): ConnectionEvent {
    switch (event.kind) {
      case 'failed':
      case 'closed':
        return { ...event, failure: { ...event.failure, message: this.named(event.failure.message) } };
      case 'unknown':
        return { ...event, name: this.named(event.name) };
      default:
        return event;
    }
  }

  private named(text: string): string {
    const { state, thread, plan } = this;
    return thread.keepTexts || state.phase === 'done' ? text : nameValues(text, plan.script, state.memory);
  }

  private attemptEnded(event: Extract<ConnectionEvent, { kind: 'ready' | 'failed' }>): void {
    this.freeGate();
    const jitter = () => randomStream(this.thread.seed, this.plan.number, 'reconnect').next();
    const retryAfterMs = event.kind === 'failed' ? event.failure.retryAfterMs : undefined;
    this.backoff.note(event.kind === 'failed', event.atUs, jitter, retryAfterMs);
  }

  private readonly onTimer = (): void => {
    this.timerDueUs = Number.POSITIVE_INFINITY;
    if (awaitsWire(this.state)) this.thread.inbox.afterAll(this.wake);
    else this.wake();
  };

  /** Nothing is said before all that was read on its connection is seen to: it may take away the reason to say it. */
  private readonly wake = (): void => {
    this.line.connection?.catchUp();
    this.step({ kind: 'wake', atUs: this.thread.clock.nowUs() });
  };

  private step(event: MachineEvent, arrivedLoUs: number = event.atUs): void {
    if (this.state.phase === 'done') return;
    const context = { script: this.plan.script, traits: this.target.traits.current };
    const { state, commands } = advance(context, this.state, event, arrivedLoUs);
    this.state = state;
    for (const command of commands) this.execute(command, event.atUs);
    this.arm();
  }

  private execute(command: MachineCommand, atUs: number): void {
    switch (command.kind) {
      case 'say':
        return this.say(command);
      case 'typing':
        return this.line.connection?.typing(command.on);
      case 'push':
        return this.push(command);
      case 'disconnect':
        return this.line.close();
      case 'connect':
        return this.reconnect(this.nextLine());
      case 'output':
        return this.record.output(command.role, atUs);
      case 'measure':
        return this.record.measure(command, atUs);
      case 'notice':
        return this.target.traits.learn(command.notice);
      case 'end-turn':
        return this.record.turn(command.turn, this.plan.script.steps[command.turn.step]!, this.line.lowestRttUs);
      case 'wait-interrupted':
        return this.record.censored('wait', command.waitedUs, atUs);
      case 'end-push':
        return this.record.pushEnded(command.reason, command.waitedUs, atUs);
      case 'step-failed':
        return this.record.stepFailed(command, atUs);
      case 'end-conversation':
        return this.end(command);
    }
  }

  private say(command: SayCommand): void {
    const sent = this.line.connection!.say(command.input);
    this.record.said(command, sent);
    this.step({ kind: 'said', atUs: sent.hiUs, sent });
  }

  private push({ id, route, body, billable }: PushCommand): void {
    this.target.whenPushAllowed(() => {
      this.line.connection?.catchUp();
      if (this.state.phase === 'done') return false;
      const { userId } = this.plan.identity;
      const sessionId = sessionIdOf(this.plan.script, this.state.memory);
      const sent = this.target.push(route, { userId, sessionId, ...body }, (result, atUs) => {
        if (this.state.phase === 'done') return;
        this.record.pushAnswered(result, atUs);
        this.step({ kind: 'push-answered', atUs, id, result });
      });
      this.record.pushSent(sent.hiUs, billable);
      this.step({ kind: 'push-sent', atUs: sent.hiUs, id, sent });
      return true;
    });
  }

  /** The same session again, or the one the machine has begun. */
  private nextLine(): SessionConnection {
    if (this.state.phase === 'done') return this.line;
    const sessionId = sessionIdOf(this.plan.script, this.state.memory);
    const isSame = sessionId === this.line.identity.sessionId;
    return new SessionConnection({ ...this.line.identity, sessionId }, isSame ? this.line.cookies : undefined);
  }

  private end(command: EndConversation): void {
    this.timer?.cancel();
    this.retry?.cancel();
    this.freeGate();
    const completed = command.outcome === 'completed' && this.line.connection !== undefined;
    // One that took no time keeps nothing: its like would follow it at once, and again, and nothing else would get a turn.
    const keeps = this.plan.keepsSession && completed && this.timer !== undefined;
    if (keeps) this.line.rest(command.session);
    else this.line.close();
    const recorded = this.record.ended(command, this.thread.clock.nowUs());
    this.onEnd({ ...recorded, outcome: command.outcome, kept: keeps ? this.line : undefined });
  }

  private freeGate(): void {
    this.release?.();
    this.release = undefined;
  }

  /** One timer serves the whole conversation; one that fires too early only looks again. */
  private arm(): void {
    const wakeUs = wakeAtUs(this.plan.script, this.state);
    if (wakeUs === undefined || wakeUs >= this.timerDueUs) return;
    this.timer?.cancel();
    this.timerDueUs = wakeUs;
    this.timer = this.thread.timers.at(wakeUs, this.onTimer);
  }
}
