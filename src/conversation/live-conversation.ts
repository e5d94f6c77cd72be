import type { ConnectionEvent, EndpointConnection } from '../endpoint/endpoint-connection.ts';
import { afterPoll } from '../platform/loop.ts';
import type { Timer } from '../platform/timers.ts';
import { advance, START, wakeAtUs } from './conversation-machine.ts';
import { ConversationRecord } from './conversation-record.ts';
import type { Command, ConversationState, MachineEvent } from './conversation-state.ts';
import type { ConversationOutcome } from './ended-turn.ts';
import type { LoadThread, TargetRuntime } from './load-thread.ts';
import type { PlannedConversation } from './plan-conversation.ts';

export interface ConversationEnd {
  readonly outcome: ConversationOutcome;
  readonly reachedReady: boolean;
}

/**
 * One conversation over one connection of its own: carries events to the machine and its commands to the wire, the timer
 * and the record. All rules are in the machine, all numbers in the record.
 */
export class LiveConversation {
  private state: ConversationState = START;
  private connection: EndpointConnection | undefined;
  private timer: Timer | undefined;
  private timerDueUs = Number.POSITIVE_INFINITY;
  private release: (() => void) | undefined;
  private readonly record: ConversationRecord;
  private readonly thread: LoadThread;
  private readonly target: TargetRuntime;
  private readonly plan: PlannedConversation;
  private readonly onEnd: (end: ConversationEnd) => void;

  constructor(
    thread: LoadThread,
    target: TargetRuntime,
    plan: PlannedConversation,
    onEnd: (end: ConversationEnd) => void,
  ) {
    this.thread = thread;
    this.target = target;
    this.plan = plan;
    this.onEnd = onEnd;
    this.record = new ConversationRecord(thread, target.name, plan);
  }

  /** Takes its place at the connect gate; from here on it ends exactly once, by itself or by `interrupt`. */
  start(): void {
    this.record.started();
    this.target.gate.enter((release) => {
      if (this.state.phase === 'done') return release();
      this.release = release;
      this.record.connecting(this.thread.clock.nowUs());
      this.connection = this.target.open(this.plan.identity, this.onEvent);
    });
  }

  /** Stops now; the open turn counts as interrupted. */
  interrupt(): void {
    this.step({ kind: 'interrupt', atUs: this.thread.clock.nowUs() });
  }

  private readonly onEvent = (event: ConnectionEvent): void => {
    this.record.wireEvent(event);
    if (event.kind === 'ready' || event.kind === 'failed') this.freeGate();
    this.step(event, this.thread.arrivedLoUs(event.atUs));
  };

  private readonly onTimer = (): void => {
    this.timerDueUs = Number.POSITIVE_INFINITY;
    if (this.state.phase === 'talking') afterPoll(this.wake);
    else this.wake();
  };

  private readonly wake = (): void => {
    this.step({ kind: 'wake', atUs: this.thread.clock.nowUs() });
  };

  private step(event: MachineEvent, arrivedLoUs: number = event.atUs): void {
    if (this.state.phase === 'done') return;
    const habits = this.target.habits.current;
    const { state, commands } = advance(this.plan.script, this.state, event, habits, arrivedLoUs);
    this.state = state;
    for (const command of commands) this.execute(command, event.atUs);
    this.arm();
  }

  private execute(command: Command, atUs: number): void {
    switch (command.kind) {
      case 'say':
        return this.say(command.step, command.intendedUs);
      case 'output':
        return this.record.output(command.role, atUs);
      case 'measure':
        return this.record.measure(command, atUs);
      case 'notice':
        return this.target.habits.learn(command.notice);
      case 'end-turn':
        return this.record.turn(command.turn, this.plan.script.steps[command.turn.step]!);
      case 'end-conversation':
        return this.end(command.outcome);
    }
  }

  private say(index: number, intendedUs: number): void {
    const step = this.plan.script.steps[index]!;
    const text = step.utterance.kind === 'text' ? step.utterance.choices[0]! : '';
    const sent = this.connection!.say({ ...step, text });
    this.record.said(intendedUs, sent);
    this.step({ kind: 'said', atUs: sent.hiUs, sent });
  }

  private end(outcome: ConversationOutcome): void {
    this.timer?.cancel();
    this.connection?.close();
    this.freeGate();
    const { reachedReady } = this.record.ended(outcome, this.thread.clock.nowUs());
    this.onEnd({ outcome, reachedReady });
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
