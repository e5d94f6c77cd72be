import type { Scenario } from '../scenario.ts';

/** Maximum duration of a turn of these conversations, ms: the longest timeout of a step. */
export function maxTurnMs(conversations: Scenario['conversations']): number {
  return Math.max(0, ...conversations.flatMap(({ steps }) => steps.map(({ timeoutMs }) => timeoutMs)));
}
