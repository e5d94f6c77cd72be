import type { ChunkContent } from '../../endpoint/endpoint-connection.ts';
import type { TargetTraits } from '../target-traits.ts';

/**
 * Classification of an output.
 *
 * - attributed: of the open turn
 * - marker: only the start or end of a stream; counted, not timed
 * - blank: shows nothing to a user; counted, not a reply
 * - error: of type error
 * - late: of a turn that has ended
 * - unsolicited: no turn or request is open
 * - pushed: answers an inject or notify request
 * - duplicate: repeated after a reconnect
 * - crosstalk: carries the marker of another session
 */
export type OutputRole =
  | 'attributed'
  | 'marker'
  | 'blank'
  | 'error'
  | 'late'
  | 'unsolicited'
  | 'pushed'
  | 'duplicate'
  | 'crosstalk';

/** Trace ids of the session's latest ended turns and injects. The server creates one per input and sends it with every output. */
export interface Traces {
  readonly ended: readonly string[];
  /** Trace id of the last turn, if it had one. */
  readonly last: string | undefined;
}

/** Those of the session of a conversation, which it changes. */
export interface OwnTraces extends Traces {
  readonly ended: string[];
  last: string | undefined;
}

export const NO_TRACES: Traces = { ended: [], last: undefined };

interface TracedOutput {
  readonly traceId: string | undefined;
  readonly shows?: ChunkContent;
}

/** Trace ids are only used at a target whose turns have different ones; otherwise the order is used. */
export function roleOfOutput(
  output: TracedOutput,
  traces: Traces,
  turnOpen: boolean,
  traits: TargetTraits,
): OutputRole {
  if (output.shows === 'marker' || output.shows === 'blank') return output.shows;
  if (isOfEnded(output, traces, traits)) return 'late';
  if (turnOpen) return 'attributed';
  const traced = traits.tracesDiffer && output.traceId !== undefined;
  const afterTurn = traces.last !== undefined;
  return afterTurn && !traced ? 'late' : 'unsolicited';
}

/** Whether its trace id proves that it belongs to an ended turn or inject. */
export function isOfEnded({ traceId }: TracedOutput, { ended }: Traces, { tracesDiffer }: TargetTraits): boolean {
  return tracesDiffer && traceId !== undefined && ended.includes(traceId);
}

/** Notes the trace id of an ended turn. Returns whether it is different from those before. */
export function noteTurnTrace(traces: OwnTraces, traceId: string | undefined): boolean {
  traces.last = traceId ?? traces.last ?? '';
  if (traceId === undefined) return false;
  const isFirst = traces.ended.length === 0;
  return noteTrace(traces, traceId) && !isFirst;
}

/** Older ones are forgotten: sessions may last for days, but outputs are not that late. */
const MAX_TRACES = 8;

/** Outputs with this trace id belong to no turn any more. Returns whether it is a new one. */
export function noteTrace({ ended }: OwnTraces, traceId: string): boolean {
  if (ended.includes(traceId)) return false;
  if (ended.length === MAX_TRACES) ended.shift();
  ended.push(traceId);
  return true;
}
