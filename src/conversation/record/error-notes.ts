import type { ConnectionEvent } from '../../endpoint/endpoint-connection.ts';
import type { NotedError } from '../../measure/error-log.ts';
import type { Failure } from '../checks/failure.ts';
import { sinceStartMs, type ThreadDeps } from '../conversation-deps.ts';
import type { StepFailed } from '../machine/conversation-state.ts';
import type { PlannedConversation } from '../plan-conversation.ts';
import type { EndedTurn } from '../turn/ended-turn.ts';

/** The details of an error that depend on its kind. */
type Kind = Omit<NotedError, 'target' | 'conversation' | 'sessionId' | 'atMs'> & Pick<Failure, 'withTexts'>;

/** Reports the failures of one conversation to the error log, with their place in the scenario. */
export class ErrorNotes {
  private readonly thread: ThreadDeps;
  private readonly target: string;
  private readonly plan: PlannedConversation;

  constructor(thread: ThreadDeps, target: string, plan: PlannedConversation) {
    this.thread = thread;
    this.target = target;
    this.plan = plan;
  }

  /** Reports a turn, if it failed. */
  turn({ step, outcome, ended, traceId, failure }: EndedTurn, sessionId: string): void {
    if (failure === undefined) return;
    const counted = this.plan.series.steps[step]!.outcome[outcome];
    const { label } = this.plan.script.steps[step]!;
    this.note({ class: outcome, counted, step: label, traceId, ...failure }, sessionId, ended.hiUs);
  }

  step({ reason, label, failure }: StepFailed, sessionId: string, atUs: number): void {
    const counted = this.plan.series.stepsFailed[reason];
    this.note({ class: `step-${reason}`, counted, step: label, ...failure }, sessionId, atUs);
  }

  connection(
    { kind, atUs, failure }: Extract<ConnectionEvent, { kind: 'failed' | 'closed' }>,
    sessionId: string,
  ): void {
    const { class: errorClass, message, status } = failure;
    const { connectsFailed, disconnects } = this.plan.series;
    const counted = (kind === 'failed' ? connectsFailed : disconnects)[errorClass]!;
    const difference = status === undefined ? errorClass : `status-${status}`;
    this.note({ class: errorClass, counted, difference, message }, sessionId, atUs);
  }

  private note({ withTexts, ...kind }: Kind, sessionId: string, atUs: number): void {
    const { thread, target, plan } = this;
    const message = (thread.keepTexts ? withTexts : undefined) ?? kind.message;
    const place = { target, conversation: plan.name, sessionId, atMs: sinceStartMs(thread, atUs) };
    thread.errors.note({ ...kind, ...place, message });
  }
}
