import type { HookReference } from '../../hooks/hook-reference.ts';
import type { HookResult } from '../../hooks/hook-result.ts';
import type { RandomStream } from '../../platform/random.ts';
import type { CallInstruction } from '../../scenario/instruction.ts';
import type { EndedTurn } from '../turn/ended-turn.ts';
import type { Reply } from '../turn/open-turn.ts';
import type { Memory } from './memory.ts';

/** A hook runs. */
export interface Calling {
  readonly phase: 'calling';
  readonly memory: Memory;
  readonly pc: number;
  /** Number of the call in the conversation. */
  readonly id: number;
  readonly hook: HookReference;
  readonly purpose: CallPurpose;
  readonly sinceUs: number;
  readonly timeoutMs: number;
  /** When the previous instruction ended: think time counts from here. */
  readonly fromUs: number;
  /** How long hooks have run since then, before this one. */
  readonly hookUs: number;
}

/** What the result of a hook is for: variables, an utterance, or the judgement of a turn that has ended. */
export type CallPurpose =
  | { readonly kind: 'call'; readonly instruction: CallInstruction }
  | { readonly kind: 'say'; readonly step: number }
  | CheckPurpose;

export interface CheckPurpose {
  readonly kind: 'check';
  /** Completed, unless the hook says otherwise. */
  readonly ended: EndedTurn;
  /** The connection was lost since the turn ended. */
  readonly lost: boolean;
}

/** Call a hook; `called` follows, never at once. */
export interface CallCommand {
  readonly kind: 'call';
  readonly id: number;
  readonly hook: HookReference;
  readonly timeoutMs: number;
  readonly sessionId: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly replies: readonly Reply[];
  /** Random numbers for this call. */
  readonly stream: () => RandomStream;
}

/** A hook has returned or thrown. */
export interface Called {
  readonly kind: 'called';
  readonly atUs: number;
  readonly id: number;
  readonly result: HookResult;
}
