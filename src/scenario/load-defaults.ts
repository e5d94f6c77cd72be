import { medianStepThinkMs } from './estimate-think.ts';
import type { Conversation } from './scenario.ts';

export interface LoadDefaults {
  /** The longest think time (its median) + 2 s, so that users do not march in step. */
  readonly startSpreadMs: number;
  /** The longest timeout of a turn + 5 s: a conversation may finish the turn it is in. */
  readonly gracefulStopMs: number;
}

/** What a load has where neither file nor command line says so. */
export function loadDefaults(conversations: readonly Conversation[]): LoadDefaults {
  const steps = conversations.flatMap((conversation) => conversation.steps);
  const most = (values: readonly number[]) => values.reduce((left, right) => Math.max(left, right), 0);
  return {
    startSpreadMs: Math.round(most(steps.map((step) => medianStepThinkMs(step)))) + 2000,
    gracefulStopMs: most(steps.map((step) => step.timeoutMs)) + 5000,
  };
}
