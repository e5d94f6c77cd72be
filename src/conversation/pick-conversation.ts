import { randomStream } from '../platform/random.ts';
import type { ScriptedConversation } from './load-thread.ts';

/** Which conversation of the scenario number `number` of the run is: chance decides by weight, whoever holds it. */
export function pickConversation(
  choices: readonly ScriptedConversation[],
  seed: number,
  number: number,
): ScriptedConversation {
  return pickByWeight(choices, randomStream(seed, number, 'conversation').next());
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
