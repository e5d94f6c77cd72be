import type { ChunkContent } from '../../endpoint/endpoint-connection.ts';
import type { TargetTraits } from '../target-traits.ts';

/**
 * Whose output it is.
 *
 * - attributed: of the open turn
 * - marker: only the begin or the end of a stream; counted, times nothing by itself
 * - blank: shows nothing to a user; counted, no reply
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

/** The trace ids of the session's latest ended turns and injects. The server makes one per input and repeats it on every output of it. */
export interface Traces {
  readonly ended: readonly string[];
  /** Trace id of the last turn, where it had one. */
  readonly last: string | undefined;
}

export const NO_TRACES: Traces = { ended: [], last: undefined };

interface TracedOutput {
  readonly traceId: string | undefined;
  readonly shows?: ChunkContent;
}

/** Trace ids count only at a target whose turns were seen to have different ones; without them, order alone decides. */
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

/** Does its trace id prove that it belongs to an input that is over? */
export function isOfEnded({ traceId }: TracedOutput, { ended }: Traces, { tracesDiffer }: TargetTraits): boolean {
  return tracesDiffer && traceId !== undefined && ended.includes(traceId);
}

/** `differ`: this turn had another trace id than the one before it. */
export function tracesAfterTurn(traces: Traces, traceId: string | undefined): { traces: Traces; differ: boolean } {
  if (traceId === undefined) return { traces: { ...traces, last: traces.last ?? '' }, differ: false };
  const differ = traces.ended.length > 0 && !traces.ended.includes(traceId);
  return { traces: { ended: withTrace(traces.ended, traceId), last: traceId }, differ };
}

/** An inject request has its answer: what else its flow says belongs to no turn. */
export function tracesAfterInject(traces: Traces, traceId: string | undefined): Traces {
  return traceId === undefined ? traces : { ...traces, ended: withTrace(traces.ended, traceId) };
}

/** More are forgotten, the oldest first: a session may go on for days, and nothing comes that late. */
const MAX_TRACES = 8;

function withTrace(ended: readonly string[], traceId: string): readonly string[] {
  return ended.includes(traceId) ? ended : [...ended.slice(1 - MAX_TRACES), traceId];
}
