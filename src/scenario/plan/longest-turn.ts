import type { Scenario } from '../scenario.ts';

/** The longest that a turn of these conversations may last, ms: the longest timeout of a step. */
export function longestTurnMs(conversations: Scenario['conversations']): number {
  return Math.max(0, ...conversations.flatMap(({ steps }) => steps.map(({ timeoutMs }) => timeoutMs)));
}
