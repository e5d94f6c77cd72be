import type { InterruptedIn } from '../../measure/interruption.ts';
import type { TracedText } from '../../measure/traces/trace-event.ts';
import type { EndConversation } from '../machine/conversation-state.ts';
import { ofPublic } from './traced-texts.ts';

/** Why a conversation ended, from what happened in it. */
export class EndReason {
  private stopWhen: TracedText | undefined;
  private first: TracedText | undefined;
  private failures = 0;

  /** A turn, a step or the connection failed. */
  failed(step: string | undefined, failure: TracedText): void {
    this.failures += 1;
    this.first ??= step === undefined ? failure : inStep(step, failure);
  }

  /** The conversation ends by a rule of `stopWhen`. */
  stopped(check: TracedText): void {
    this.stopWhen = check;
  }

  of({ outcome, interruptedIn }: EndConversation): TracedText {
    if (outcome === 'interrupted') return ofPublic(`the run ended ${PLACES[interruptedIn ?? 'between-turns']}`);
    if (outcome === 'completed') return this.ofStopWhen() ?? ofPublic('after its last step');
    if (this.first === undefined) return this.ofStopWhen() ?? ofPublic('without a failed step');
    const others = this.failures > 1 ? ` (the first of ${this.failures} failures)` : '';
    return { clear: this.first.clear + others, masked: this.first.masked + others };
  }

  private ofStopWhen(): TracedText | undefined {
    if (!this.stopWhen) return undefined;
    const { clear, masked } = this.stopWhen;
    const worded = (check: string) => `an output met stopWhen: ${check}`;
    return { clear: worded(clear), masked: worded(masked) };
  }
}

const PLACES: Readonly<Record<InterruptedIn, string>> = {
  connecting: 'while it was connecting',
  'in-turn': 'during a turn',
  'in-step': 'during a step',
  'between-turns': 'between two turns',
};

function inStep(step: string, { clear, masked }: TracedText): TracedText {
  return { clear: `step "${step}": ${clear}`, masked: `step "${step}": ${masked}` };
}
