import type { ReplyChunkEvent } from '../../endpoint/endpoint-connection.ts';
import type { Bounds } from '../../platform/time/bounds.ts';
import { addToReplies, MAX_KEPT, type Reply } from '../turn/open-turn.ts';
import { NO_TRACES, type Traces } from '../turn/role-of-output.ts';
import type { OpenPush } from './open-push.ts';

/** What a conversation carries from step to step. */
export interface Memory {
  readonly traces: Traces;
  /** Turns that ended before their final ping came: a ping before the next turn's first reply is theirs. */
  readonly pingsOwed: number;
  /** Inputs of the session so far. */
  readonly inputs: number;
  /** Counts the sessions of the conversation, where a reconnect begins a new one. */
  readonly part: number;
  readonly failed: boolean;
  readonly online: boolean;
  /** Some step has taken time: later utterances are no longer intended at the conversation's own instant. */
  readonly begun: boolean;
  /** Captured so far. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Replies of the last turn, and outputs awaited since. */
  readonly lastReplies: readonly Reply[];
  /** Outputs since the last utterance left that belong to no turn. */
  readonly heard: readonly Reply[];
  /** How often the body of each repeat has run, by slot. */
  readonly rounds: readonly number[];
  /** Requests whose output or response is still to come. */
  readonly pushes: readonly OpenPush[];
  readonly pushCount: number;
  /** Outputs of the session so far, where a reconnect may repeat them; undefined where none can. */
  readonly seen: ReadonlySet<string> | undefined;
  /** Those of before the last reconnect. */
  readonly earlier: ReadonlySet<string> | undefined;
  readonly thoughtUs: number;
}

/** What a kept session hands on from one conversation to the next. */
export type SessionMemory = Pick<Memory, 'traces' | 'pingsOwed' | 'inputs' | 'part'>;

export const NEW_SESSION: SessionMemory = { traces: NO_TRACES, pingsOwed: 0, inputs: 0, part: 0 };

/** `repeatable`: the conversation reconnects, so outputs may come twice. */
export function freshMemory(session: SessionMemory, repeatable: boolean): Memory {
  const { traces, pingsOwed, inputs, part } = session;
  return {
    traces,
    pingsOwed,
    inputs,
    part,
    failed: false,
    online: true,
    begun: false,
    variables: {},
    lastReplies: [],
    heard: [],
    rounds: [],
    pushes: [],
    pushCount: 0,
    seen: repeatable ? new Set() : undefined,
    earlier: undefined,
    thoughtUs: 0,
  };
}

/** More is forgotten, the oldest first. */
const MAX_HEARD = 100;

/** Memory after an output that belongs to no turn. */
export function hear(memory: Memory, chunk: ReplyChunkEvent, arrived: Bounds): Memory {
  return { ...memory, heard: addToReplies(memory.heard, chunk, arrived).slice(-MAX_HEARD) };
}

/** Memory after replies that were awaited. */
export function see(memory: Memory, replies: readonly Reply[]): Memory {
  return { ...memory, lastReplies: [...memory.lastReplies, ...replies].slice(-MAX_KEPT) };
}

/** What a user has before their eyes: the last turn's replies and everything since. */
export function visibleReplies({ lastReplies, heard }: Memory): readonly Reply[] {
  return heard.length === 0 ? lastReplies : [...lastReplies, ...heard];
}
