import type { Distribution } from '../platform/distribution.ts';
import type { CompletionRule, Conversation, Expectation, SayStep } from './scenario.ts';
import type { ScenarioInput } from './scenario-schema.ts';
import { labelOfText, uniqueLabels } from './step-label.ts';
import type { StepInput } from './step-schema.ts';

interface TurnInput {
  readonly think?: Distribution | undefined;
  readonly timeout?: number | undefined;
  readonly completion?: CompletionRule | undefined;
  readonly onFailure?: 'stop' | 'continue' | undefined;
}

/** How turns are held where nothing says so. */
export const TURN_DEFAULTS = {
  think: { kind: 'constant', ms: 1000 },
  timeout: 30_000,
  completion: { kind: 'auto' },
  onFailure: 'stop',
} as const;

export function buildConversations(input: ScenarioInput): readonly Conversation[] {
  return input.conversations.map((conversation, index) => {
    const labels = uniqueLabels(conversation.steps.map(labelOf));
    return {
      name: conversation.name ?? `conversation ${index + 1}`,
      weight: conversation.weight,
      identity: { ...(input.identity ?? { userId: 'perVu', session: 'new' }), channel: undefined },
      feed: undefined,
      stopWhen: [],
      instructions: conversation.steps.map((_, step) => ({ kind: 'turn', step })),
      steps: conversation.steps.map((step, at) => {
        return buildStep(step, labels[at] ?? labelOf(step), [step, conversation, input.defaults ?? {}, TURN_DEFAULTS]);
      }),
    };
  });
}

function labelOf(step: StepInput): string {
  return step.as ?? (labelOfText(step.say.text ?? '') || 'data');
}

function buildStep(step: StepInput, label: string, sources: readonly TurnInput[]): SayStep {
  return {
    kind: 'say',
    label,
    utterance: { kind: 'text', choices: [step.say.text ?? ''] },
    data: step.data ?? step.say.data,
    resetFlow: step.resetFlow ?? false,
    extra: step.extra,
    expect: buildExpectation(step.expect),
    mayBeSilent: false,
    errorTexts: [],
    captures: [],
    typingIndicator: false,
    think: firstOf(sources, 'think') ?? TURN_DEFAULTS.think,
    timeoutMs: firstOf(sources, 'timeout') ?? TURN_DEFAULTS.timeout,
    completion: firstOf(sources, 'completion') ?? TURN_DEFAULTS.completion,
    onFailure: firstOf(sources, 'onFailure') ?? TURN_DEFAULTS.onFailure,
  };
}

function firstOf<K extends keyof TurnInput>(sources: readonly TurnInput[], key: K): TurnInput[K] {
  return sources.find((source) => source[key] !== undefined)?.[key];
}

function buildExpectation(input: StepInput['expect']): Expectation {
  if (!input) return {};
  return {
    ...(input.replies !== undefined && { replies: input.replies }),
    ...(input.text && { text: { of: 'any', matcher: input.text } }),
    ...(input.firstOutput !== undefined && { firstOutputMs: input.firstOutput }),
    ...(input.turn !== undefined && { turnMs: input.turn }),
  };
}
