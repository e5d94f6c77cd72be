import type { HookReference } from '../../src/hooks/hook-reference.ts';
import type { CallInstruction, Instruction, PushInstruction, WaitInstruction } from '../../src/scenario/instruction.ts';
import type { ReplyCheck, TextMatcher } from '../../src/scenario/reply-check.ts';
import type { Conversation, SayStep } from '../../src/scenario/scenario.ts';
import { conversationOf, type StepParts, sayStep } from './drive-machine.ts';

/** A text check that some reply must meet. */
export const some = (matcher: TextMatcher): ReplyCheck => ({ text: { of: 'any', matcher } });
export const contains = (text: string): ReplyCheck => some({ contains: text });

export const turn = (step: number): Instruction => ({ kind: 'turn', step });
export const jump = (to: number): Instruction => ({ kind: 'jump', to });
export const pause = (ms: number): Instruction => ({ kind: 'pause', time: { kind: 'constant', ms } });

export const wait = (overrides: Partial<WaitInstruction> = {}): WaitInstruction => ({
  kind: 'wait',
  label: 'wait',
  check: {},
  timeoutMs: 10_000,
  onFailure: 'stop',
  ...overrides,
});

export const push = (overrides: Partial<PushInstruction> = {}): PushInstruction => ({
  kind: 'push',
  route: 'notify',
  label: 'notify',
  text: 'ready',
  data: undefined,
  answer: 'marker',
  await: true,
  think: { kind: 'constant', ms: 0 },
  timeoutMs: 10_000,
  statuses: undefined,
  onFailure: 'stop',
  ...overrides,
});

/** A function of the user of this name. */
export const hook = (name = 'login'): HookReference => ({
  module: '/app/hooks.ts',
  path: [name],
  shown: `./hooks.ts#${name}`,
});

export const call = (overrides: Partial<CallInstruction> = {}): CallInstruction => ({
  kind: 'call',
  label: 'login',
  hook: hook(),
  timeoutMs: 10_000,
  onFailure: 'stop',
  ...overrides,
});

export const reconnect = (awayMs = 0, session: 'keep' | 'new' = 'keep'): Instruction => ({
  kind: 'reconnect',
  away: { kind: 'constant', ms: awayMs },
  session,
  onFailure: 'stop',
});

/** A conversation of these turns, carried out as the instructions say. */
export function program(
  steps: readonly StepParts[],
  instructions: readonly Instruction[],
  overrides: Partial<Conversation> = {},
): Conversation {
  const said: readonly SayStep[] = steps.map((step) => sayStep({ label: step.text ?? 'step', ...step }));
  return conversationOf('talk', said, { instructions, ...overrides });
}
