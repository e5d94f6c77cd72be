import type { BranchInstruction, RepeatInstruction } from '../../scenario/instruction.ts';
import type { StopRule } from '../../scenario/scenario.ts';

/** How a branch, a repeat or `stopWhen` was decided; only of a traced script. */
export type ScriptDecision =
  /** `arm`: index of the taken arm; undefined: none of their checks passed. */
  | { readonly kind: 'branched'; readonly instruction: BranchInstruction; readonly arm: number | undefined }
  /** `round`: the one that begins, from 1; undefined: the repeat ends. */
  | {
      readonly kind: 'repeated';
      readonly instruction: RepeatInstruction;
      readonly round: number | undefined;
      /** Whether it ends because its `while` no longer passes. */
      readonly unwanted: boolean;
    }
  /** The conversation ends by this rule of `stopWhen`. */
  | { readonly kind: 'stopped'; readonly rule: StopRule };
