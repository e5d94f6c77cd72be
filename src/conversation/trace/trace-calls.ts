import type { TraceCalled, TraceHappening } from '../../measure/traces/trace-event.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import { elapsedUs } from '../../platform/time/elapsed.ts';
import type { Failure } from '../checks/failure.ts';
import { readSpoken, readVariables } from '../hooks/read-result.ts';
import type { Calling } from '../machine/calling.ts';
import type { ConversationState, MachineEvent, OpenState } from '../machine/conversation-state.ts';
import { ofFailure, ofPublic, ofValue } from './traced-texts.ts';

interface Step {
  readonly before: OpenState;
  readonly event: MachineEvent;
  readonly after: ConversationState;
}

/** The call of a function, if this step has ended one; a check is an event of its turn. */
export function calledEvent({ before, event, after }: Step): TraceCalled | undefined {
  if (before.phase !== 'calling' || before.purpose.kind === 'check') return undefined;
  if (after.phase === 'calling' && after.id === before.id) return undefined;
  const { hook, purpose } = before;
  const end = { kind: 'called', hook: hook.shown, tookMs: tookMs(before, event.atUs), variables: [] } as const;
  if (event.kind === 'called') {
    const read = purpose.kind === 'call' ? readVariables(event.result) : readSpoken(event.result);
    if (!('value' in read)) return { ...end, outcome: 'failed' };
    return { ...end, outcome: 'returned', variables: purpose.kind === 'call' ? tracedVariables(read.value) : [] };
  }
  return { ...end, outcome: event.kind === 'wake' ? 'failed' : 'unfinished' };
}

/** Variables by their names and values, of what captures and functions set. */
export function tracedVariables(variables: object): TraceCalled['variables'] {
  return Object.entries(variables).map(([name, value]) => ({ name, value: ofValue(value) ?? ofPublic('nothing') }));
}

/** The check of a turn by a function, if this step has ended it. */
export function calledCheck({ before, event }: Step, failure: Failure | undefined): TraceHappening | undefined {
  if (before.phase !== 'calling' || before.purpose.kind !== 'check') return undefined;
  if (event.kind !== 'called' && event.kind !== 'wake') return undefined;
  const took = ` (${formatDurationMs(tookMs(before, event.atUs))})`;
  const { clear, masked } = failure ? ofFailure(failure) : ofPublic(`call ${before.hook.shown}`);
  return { kind: 'check', passed: failure === undefined, text: { clear: clear + took, masked: masked + took } };
}

function tookMs({ sinceUs }: Calling, atUs: number): number {
  return Math.round(elapsedUs(sinceUs, atUs)) / 1000;
}
