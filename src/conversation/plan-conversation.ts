import type { SessionIdentity } from '../endpoint/endpoint-connection.ts';
import type { ConversationSeries } from '../measure/series.ts';
import { drawMs } from '../platform/distribution.ts';
import { randomStream } from '../platform/random.ts';
import type { Script } from './conversation-state.ts';
import type { ScriptedConversation } from './load-thread.ts';

/** One conversation, fully planned: nothing is left to chance once it starts. */
export interface PlannedConversation {
  readonly number: number;
  readonly vu: number;
  readonly name: string;
  readonly identity: SessionIdentity;
  readonly script: Script;
  readonly series: ConversationSeries;
  /** When it is due to start, µs. */
  readonly intendedUs: number;
}

export interface ConversationSlot {
  readonly seed: number;
  readonly number: number;
  readonly vu: number;
  readonly intendedUs: number;
  readonly identity: SessionIdentity;
}

/** Everything chance decides about conversation `number`, drawn from streams that only depend on seed and number. */
export function planConversation(
  choices: readonly ScriptedConversation[],
  slot: ConversationSlot,
): PlannedConversation {
  const { seed, number, vu, intendedUs, identity } = slot;
  const { conversation, series } = pickByWeight(choices, randomStream(seed, number, 'conversation').next());
  const thinking = randomStream(seed, number, 'think');
  const script: Script = {
    steps: conversation.steps,
    thinkUs: conversation.steps.map((step) =>
      step.think.kind === 'reading' || step.think.kind === 'typing' ? 0 : drawMs(step.think, thinking) * 1000,
    ),
  };
  return { number, vu, name: conversation.name, identity, script, series, intendedUs };
}

/** `draw` is uniform in [0, 1); each choice owns a part of it as long as its weight. */
function pickByWeight(choices: readonly ScriptedConversation[], draw: number): ScriptedConversation {
  const total = choices.reduce((sum, choice) => sum + choice.conversation.weight, 0);
  let remaining = draw * total;
  for (const choice of choices) {
    remaining -= choice.conversation.weight;
    if (remaining < 0) return choice;
  }
  return choices.at(-1)!;
}
