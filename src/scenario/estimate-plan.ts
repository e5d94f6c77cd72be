import { type LoadProfile, plannedEndMs } from '../load/load-profile.ts';
import { medianStepThinkMs } from './estimate-think.ts';
import type { Conversation } from './scenario.ts';

/** What a run will roughly do, per target. */
export interface PlanEstimate {
  /** Also the number of connections: each conversation opens its own. */
  readonly conversations: number;
  readonly inputs: number;
  /** Without the graceful stop. Exact with stages, else from the estimated length of a conversation. */
  readonly durationMs: number;
}

/** What a bot is taken to need for a turn while nothing has been measured. */
const TURN_MS = 1000;

/**
 * The time that all users of the plan have, over the mean length of a conversation (think medians + 1 s a turn). A user
 * who is in the middle of one at the end has begun one more: half a conversation per user on average, at least one.
 */
export function estimatePlan(conversations: readonly Conversation[], load: LoadProfile): PlanEstimate {
  const lengthMs = weighted(conversations, lengthOf);
  const planned = load.stages.length === 0 ? Number.POSITIVE_INFINITY : userTimeMs(load) / lengthMs + load.maxVus / 2;
  const count = Math.round(Math.min(load.conversations ?? Number.POSITIVE_INFINITY, Math.max(planned, load.maxVus)));
  const endMs = plannedEndMs(load);
  return {
    conversations: count,
    inputs: Math.round(count * weighted(conversations, ({ steps }) => steps.length)),
    durationMs: Number.isFinite(endMs) ? endMs : Math.ceil(count / load.maxVus) * lengthMs,
  };
}

/** Share of each conversation, 0 … 1, in order. */
export function sharesOf(conversations: readonly Conversation[]): readonly number[] {
  const total = conversations.reduce((sum, { weight }) => sum + weight, 0);
  return conversations.map(({ weight }) => weight / total);
}

function weighted(conversations: readonly Conversation[], measure: (conversation: Conversation) => number): number {
  const shares = sharesOf(conversations);
  return conversations.reduce((sum, conversation, index) => sum + (shares[index] ?? 0) * measure(conversation), 0);
}

function lengthOf({ steps }: Conversation): number {
  return steps.reduce((sum, step) => sum + medianStepThinkMs(step) + TURN_MS, 0);
}

/** The area under the target: ms of virtual users. */
function userTimeMs(load: LoadProfile): number {
  let area = 0;
  let from = 0;
  for (const { durationMs, vus } of load.stages) {
    area += (durationMs * (from + vus)) / 2;
    from = vus;
  }
  return area;
}
