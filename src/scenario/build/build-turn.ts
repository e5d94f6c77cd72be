import type { CallInstruction, PushInstruction, WaitInstruction } from '../instruction.ts';
import type { SayStep } from '../scenario.ts';
import type { CallInput, PushInput, TurnInput, TurnSettings, WaitInput } from '../schema/steps/step-input.ts';

/** Default turn settings. */
export const TURN_DEFAULTS = {
  think: { kind: 'constant', ms: 1000 },
  typing: false,
  timeout: 30_000,
  completion: { kind: 'auto' },
  onFailure: 'stop',
  errorTexts: [],
} as const satisfies TurnSettings;

/** Where a step's settings are inherited from, nearest first. */
export type TurnSources = readonly TurnSettings[];

export function buildTurn(input: TurnInput, inherited: TurnSources): SayStep {
  const sources = [input, ...inherited];
  return {
    kind: 'say',
    label: input.label,
    utterance: input.utterance,
    data: input.data,
    resetFlow: input.resetFlow,
    extra: input.extra,
    expect: input.expect,
    mayBeSilent: input.mayBeSilent,
    errorTexts: sources.flatMap(({ errorTexts = [] }) => errorTexts),
    captures: input.captures,
    typingIndicator: nearest(sources, 'typing'),
    think: nearest(sources, 'think'),
    timeoutMs: nearest(sources, 'timeout'),
    completion: nearest(sources, 'completion'),
    onFailure: nearest(sources, 'onFailure'),
  };
}

export function buildWait(input: WaitInput, inherited: TurnSources): WaitInstruction {
  const sources = [input, ...inherited];
  return {
    kind: 'wait',
    label: input.label,
    check: input.check,
    timeoutMs: nearest(sources, 'timeout'),
    onFailure: nearest(sources, 'onFailure'),
  };
}

export function buildPush(input: PushInput, inherited: TurnSources): PushInstruction {
  const { timeout: _timeout, isNamed: _isNamed, ...push } = input;
  const sources = [input, ...inherited];
  return {
    ...push,
    think: nearest(sources, 'think'),
    timeoutMs: nearest(sources, 'timeout'),
    onFailure: nearest(sources, 'onFailure'),
  };
}

export function buildCall(input: CallInput, inherited: TurnSources): CallInstruction {
  const { kind, label, hook } = input;
  const sources = [input, ...inherited];
  return { kind, label, hook, timeoutMs: nearest(sources, 'timeout'), onFailure: nearest(sources, 'onFailure') };
}

/** The setting of the nearest source that has it. */
export function nearest<K extends keyof TurnSettings>(sources: TurnSources, key: K): NonNullable<TurnSettings[K]> {
  const source: TurnSettings = sources.find((candidate) => candidate[key] !== undefined) ?? TURN_DEFAULTS;
  return source[key] as NonNullable<TurnSettings[K]>;
}
