import type { HookReference } from '../../../hooks/hook-reference.ts';
import type { Distribution } from '../../../platform/distribution.ts';
import type { OnFailure, PushInstruction, ReconnectInstruction } from '../../instruction.ts';
import type { ReplyCheck } from '../../reply-check.ts';
import type { Capture, CompletionRule, Expectation, SayStep, Utterance } from '../../scenario.ts';
import type { StepLabel } from '../../step-label.ts';
import type { TextPattern } from '../../text-pattern.ts';
import type { ThinkTime } from '../../think-time.ts';

/** A checked step of the file; undefined settings are inherited from its conversation or the defaults. */
export type StepInput =
  | TurnInput
  | WaitInput
  | PushInput
  | CallInput
  | { readonly kind: 'pause'; readonly time: Distribution }
  | RepeatInput
  | BranchInput
  | { readonly kind: 'use'; readonly list: string }
  | ReconnectInput
  | { readonly kind: 'disconnect' };

/** Settings of turns; the nearest value applies, except that `errorTexts` are combined. */
export interface TurnSettings {
  readonly think?: ThinkTime | undefined;
  readonly typing?: boolean | undefined;
  readonly timeout?: number | undefined;
  readonly completion?: CompletionRule | undefined;
  readonly onFailure?: OnFailure | undefined;
  readonly errorTexts?: readonly TextPattern[] | undefined;
}

/** A say, press or reset step. */
export interface TurnInput
  extends StepLabel,
    TurnSettings,
    Pick<SayStep, 'data' | 'resetFlow' | 'extra' | 'mayBeSilent'> {
  readonly kind: 'turn';
  readonly utterance: Utterance;
  readonly expect: Expectation;
  readonly captures: readonly Capture[];
}

export interface WaitInput extends StepLabel, Pick<TurnSettings, 'timeout' | 'onFailure'> {
  readonly kind: 'wait';
  readonly check: ReplyCheck;
}

export interface PushInput
  extends StepLabel,
    Pick<PushInstruction, 'kind' | 'route' | 'text' | 'data' | 'answer' | 'await' | 'statuses'>,
    Pick<TurnSettings, 'think' | 'timeout' | 'onFailure'> {}

export interface CallInput extends StepLabel, Pick<TurnSettings, 'timeout' | 'onFailure'> {
  readonly kind: 'call';
  readonly hook: HookReference;
}

/** Its steps, like those of a branch, are parsed independently. */
export interface RepeatInput {
  readonly kind: 'repeat';
  readonly times: number;
  readonly while: ReplyCheck | undefined;
}

export interface BranchInput {
  readonly kind: 'branch';
  /** One for each arm, in order; undefined for `otherwise`, which is last. */
  readonly arms: readonly (ReplyCheck | undefined)[];
}

export interface ReconnectInput extends Pick<ReconnectInstruction, 'kind' | 'away' | 'session'> {
  readonly onFailure?: OnFailure | undefined;
}
