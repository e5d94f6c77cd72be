import type { ConnectionEvent, ReplyChunkEvent } from '../../endpoint/endpoint-connection.ts';
import type { TraceEntry, TraceHappening, TraceSink } from '../../measure/traces/trace-event.ts';
import { sinceStartMs, type ThreadDeps } from '../conversation-deps.ts';
import type {
  ConversationState,
  EndConversation,
  MachineCommand,
  MachineEvent,
  OpenState,
  SayCommand,
} from '../machine/conversation-state.ts';
import { maskValues } from '../machine/mask-values.ts';
import { checkDeps } from '../machine/script-scope.ts';
import type { PlannedConversation } from '../plan-conversation.ts';
import { EndReason } from './end-reason.ts';
import { calledCheck, calledEvent } from './trace-calls.ts';
import { outputEvent, pushedText, saidEvent } from './trace-messages.ts';
import { decisionEvent, endOfTurn, waitingEvent } from './trace-steps.ts';
import { ofCheck, ofFailure, ofPublic } from './traced-texts.ts';

/** Later events of a conversation are only counted: a flood of outputs must not fill the memory of the main thread. */
const MAX_EVENTS = 2000;

/** One step of the conversation machine. */
export interface TracedStep {
  readonly before: OpenState;
  readonly event: MachineEvent;
  readonly after: ConversationState;
  readonly commands: readonly MachineCommand[];
}

/** Reports what happens in one conversation, for its trace. It only reads what the machine does, and changes nothing. */
export class ConversationTracer {
  private readonly sink: TraceSink;
  private readonly thread: ThreadDeps;
  private readonly target: string;
  private readonly plan: PlannedConversation;
  private readonly reason = new EndReason();
  private startedUs = 0;
  /** The utterance that is being sent. */
  private saying: SayCommand | undefined;
  /** Message ids of the streamed outputs so far. */
  private readonly streams = new Set<string>();
  /** Events that wait for the end of their turn. */
  private readonly held: TraceEntry[] = [];
  private added = 0;
  private omitted = 0;

  constructor(sink: TraceSink, thread: ThreadDeps, target: string, plan: PlannedConversation) {
    this.sink = sink;
    this.thread = thread;
    this.target = target;
    this.plan = plan;
  }

  /** `continues`: in the session of the previous conversation. */
  started(nowUs: number, continues: boolean): void {
    const { name, vu, identity } = this.plan;
    this.startedUs = nowUs;
    const startedMs = inMs(sinceStartMs(this.thread, nowUs) * 1000);
    const { sessionId } = identity;
    this.add(nowUs, { kind: 'started', conversation: name, vu, sessionId, continues, startedMs });
    this.release();
  }

  connecting(nowUs: number): void {
    this.add(nowUs, { kind: 'connecting' });
    this.release();
  }

  /** Called before the commands are executed, so that events are in the order of their causes. */
  advanced(step: TracedStep): void {
    const { before, event, after, commands } = step;
    this.takeEvent(step);
    for (const command of commands) this.takeCommand(command, step);
    const isElsewhere = after.phase !== 'done' && (after.phase !== before.phase || after.pc !== before.pc);
    const waiting = isElsewhere ? waitingEvent(this.plan.script, after, event.atUs) : undefined;
    if (waiting) this.add(event.atUs, waiting);
    if (after.phase !== 'talking' && after.phase !== 'calling') this.release();
  }

  /** An event between two conversations of a kept session. */
  between(event: ConnectionEvent): void {
    if (event.kind === 'reply-chunk') this.takeOutput(event, 'unsolicited');
    else if (event.kind === 'closed') this.add(event.atUs, { kind: 'lost', message: event.failure.message });
    this.release();
  }

  private takeEvent(step: TracedStep): void {
    const { before, event, commands } = step;
    const { atUs } = event;
    const called = calledEvent(step);
    if (called) this.add(atUs, called);
    switch (event.kind) {
      case 'connected':
        return this.add(atUs, { kind: 'connected', tookMs: inMs(event.phases.totalUs) });
      case 'ready':
        return this.add(atUs, { kind: 'ready', how: event.how });
      case 'failed':
      case 'closed':
        // In a turn, the turn fails.
        if (before.phase !== 'talking') this.reason.failed(undefined, ofPublic(event.failure.message));
        return this.add(atUs, { kind: 'lost', message: event.failure.message });
      case 'reply-chunk':
        return this.takeOutput(event, commands.find((command) => command.kind === 'output')?.role ?? 'unsolicited');
      case 'error-reply': {
        const clear = event.code === undefined ? event.message : `${event.code}: ${event.message}`;
        const masked = maskValues(clear, this.plan.script, before.memory);
        return this.add(atUs, { kind: 'error-reply', message: { clear, masked } });
      }
      case 'typing':
        return this.add(atUs, { kind: 'typing', on: event.on });
      case 'final-ping':
        return this.add(atUs, { kind: 'final-ping' });
      case 'unknown':
        return this.add(atUs, { kind: 'unknown-event', name: event.name });
      case 'said':
        return this.takeSaid(before, event.sent.hiUs);
      case 'push-answered': {
        const { result } = event;
        return this.add(atUs, {
          kind: 'push-answered',
          result: typeof result === 'number' ? `status ${result}` : result.message,
        });
      }
      case 'path':
      case 'wake':
      case 'called':
      case 'cannot-connect':
      case 'push-sent':
      case 'interrupt':
        return;
    }
  }

  private takeCommand(command: MachineCommand, traced: TracedStep): void {
    const { before, after, event } = traced;
    const { atUs } = event;
    const { script } = this.plan;
    const { memory, pc } = after.phase === 'done' ? before : after;
    switch (command.kind) {
      case 'say':
        this.saying = command;
        return;
      case 'push': {
        const step = before.phase === 'thinking' && before.act.kind === 'push' ? before.act.instruction.label : '';
        return this.add(atUs, { kind: 'push-sent', step, text: pushedText(command) });
      }
      case 'end-turn': {
        const step = script.steps[command.turn.step]!;
        const { failure, captured } = command.turn;
        if (captured) this.thread.onCaptured?.(captured);
        if (failure) this.reason.failed(step.label, ofFailure(failure));
        // Checks saw the variables before the turn.
        const deps = checkDeps(script, before.memory, before.pc);
        for (const happening of endOfTurn(command.turn, step, deps)) this.add(atUs, happening);
        const check = calledCheck(traced, failure);
        if (check) this.add(atUs, check);
        return;
      }
      case 'step-failed': {
        const failure = ofFailure(command.failure);
        this.reason.failed(command.label, failure);
        return this.add(atUs, { kind: 'step-failed', step: command.label, failure });
      }
      case 'measure':
        if (command.metric === 'wait' || command.metric === 'push')
          this.add(atUs, { kind: 'awaited', what: command.metric, tookMs: inMs(command.hiUs) });
        return;
      case 'branched':
      case 'repeated':
        return this.add(atUs, decisionEvent(command, checkDeps(script, memory, pc)));
      case 'stopped':
        return this.reason.stopped(ofCheck(command.rule.when, checkDeps(script, memory, pc).render));
      case 'disconnect':
        return this.add(atUs, { kind: 'disconnected' });
      case 'end-conversation':
        return this.end(command, atUs);
    }
  }

  private takeSaid(before: OpenState, sentUs: number): void {
    const { saying } = this;
    this.saying = undefined;
    if (saying === undefined || before.phase !== 'thinking' || before.act.kind !== 'say') return;
    this.add(sentUs, saidEvent(saying, this.plan.script.steps[before.act.step]!));
  }

  private takeOutput(chunk: ReplyChunkEvent, role: string): void {
    const { messageId } = chunk;
    const continues = messageId !== undefined && this.streams.has(messageId);
    if (messageId !== undefined && chunk.shows === 'content') this.streams.add(messageId);
    this.add(chunk.atUs, outputEvent(chunk, role, continues, this.plan.script.protocol.reading));
  }

  private end(command: EndConversation, atUs: number): void {
    const { outcome } = command;
    const { target, plan, omitted } = this;
    const event = {
      kind: 'ended',
      outcome,
      why: this.reason.of(command),
      omitted,
      atMs: this.sinceStart(atUs),
    } as const;
    this.hold({ target, number: plan.number, event });
  }

  private add(atUs: number, happening: TraceHappening): void {
    if (this.added >= MAX_EVENTS) {
      this.omitted += 1;
      return;
    }
    this.added += 1;
    const { target, plan } = this;
    this.hold({ target, number: plan.number, event: { ...happening, atMs: this.sinceStart(atUs) } });
  }

  /** What a turn captures may be a secret, which must be known before its texts are shown. */
  private hold(entry: TraceEntry): void {
    if (this.thread.onCaptured) this.held.push(entry);
    else this.sink.take(entry);
  }

  private release(): void {
    for (const entry of this.held.splice(0)) this.sink.take(entry);
  }

  private sinceStart(atUs: number): number {
    return inMs(Math.max(0, atUs - this.startedUs));
  }
}

/** Rounded to µs. */
function inMs(us: number): number {
  return Math.round(us) / 1000;
}
