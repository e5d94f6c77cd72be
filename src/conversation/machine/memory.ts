import type { ReplyChunkEvent } from '../../endpoint/endpoint-connection.ts';
import type { Bounds } from '../../platform/time/bounds.ts';
import { addToReplies, MAX_KEPT, type Reply } from '../turn/open-turn.ts';
import { NO_TRACES, type OwnTraces, type Traces } from '../turn/role-of-output.ts';
import type { OpenPush } from './open-push.ts';

/**
 * State of a conversation that is kept between steps. The machine changes it in place: it lives as long as its conversation, so
 * the garbage collector would promote a copy per event. Fields are assigned; of the objects in them, only `traces`, `rounds`
 * and `seen` are changed.
 */
export interface Memory {
  readonly traces: OwnTraces;
  /** Final pings of ended turns that have not arrived: a ping before the first reply of the next turn is one of them. */
  pendingPings: number;
  /** Inputs of the session so far. */
  inputs: number;
  /** Number of new sessions started by reconnects in the conversation. */
  part: number;
  failed: boolean;
  online: boolean;
  /** A step has taken time, so later utterances are not intended at the start of the conversation. */
  begun: boolean;
  /** Variables captured so far. */
  variables: Readonly<Record<string, unknown>>;
  /** Replies of the last turn, and awaited outputs since then. */
  lastReplies: readonly Reply[];
  /** Outputs since the last utterance that belong to no turn. */
  unattributed: readonly Reply[];
  /** Rounds of each repeat so far, by slot. */
  readonly rounds: number[];
  /** Requests without their output or response. */
  pushes: readonly OpenPush[];
  pushCount: number;
  /** Number of calls of hooks so far. */
  callCount: number;
  /** Outputs of the session so far, if a reconnect may repeat them; else undefined. */
  seen: Set<string> | undefined;
  /** Outputs before the last reconnect. */
  earlier: ReadonlySet<string> | undefined;
  thoughtUs: number;
}

/** State that a kept session passes to the next conversation. */
export type SessionMemory = Readonly<Pick<Memory, 'pendingPings' | 'inputs' | 'part'>> & { readonly traces: Traces };

export const NEW_SESSION: SessionMemory = { traces: NO_TRACES, pendingPings: 0, inputs: 0, part: 0 };

/** `repeatable`: the conversation reconnects, so outputs may be repeated. `variables`: those it begins with. */
export function freshMemory(session: SessionMemory, repeatable: boolean, variables: Memory['variables']): Memory {
  const { traces, pendingPings, inputs, part } = session;
  return {
    traces: { ...traces, ended: [...traces.ended] },
    pendingPings,
    inputs,
    part,
    failed: false,
    online: true,
    begun: false,
    variables,
    lastReplies: [],
    unattributed: [],
    rounds: [],
    pushes: [],
    pushCount: 0,
    callCount: 0,
    seen: repeatable ? new Set() : undefined,
    earlier: undefined,
    thoughtUs: 0,
  };
}

/** A reconnect begins another session. */
export function beginSession(memory: Memory): void {
  memory.traces.ended.length = 0;
  memory.traces.last = undefined;
  memory.pendingPings = 0;
  memory.inputs = 0;
  memory.part += 1;
}

/** Older ones are forgotten. */
const MAX_UNATTRIBUTED = 100;

/** Adds an output that belongs to no turn. */
export function addUnattributed(memory: Memory, chunk: ReplyChunkEvent, arrived: Bounds): void {
  memory.unattributed = addToReplies(memory.unattributed, chunk, arrived).slice(-MAX_UNATTRIBUTED);
}

/** Adds awaited replies to those of the last turn. */
export function addLastReplies(memory: Memory, replies: readonly Reply[]): void {
  memory.lastReplies = [...memory.lastReplies, ...replies].slice(-MAX_KEPT);
}

/** The replies that a user sees: those of the last turn and all outputs since then. */
export function visibleReplies({ lastReplies, unattributed }: Memory): readonly Reply[] {
  return unattributed.length === 0 ? lastReplies : [...lastReplies, ...unattributed];
}
