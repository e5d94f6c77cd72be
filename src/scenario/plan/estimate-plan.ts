import { type ClosedLoad, type LoadProfile, type OpenLoad, piecesOf, plannedEndMs } from '../../load/load-profile.ts';
import { peakRate } from '../../load/open-load.ts';
import { expectedArrivals } from '../../load/pacer.ts';
import { medianMs } from '../../platform/distribution.ts';
import type { Conversation, Scenario } from '../scenario.ts';
import { conversationMs, weighted } from './estimate-course.ts';
import { maxInputs } from './longest-path.ts';

/** What a run will roughly do, per target. */
export interface PlanEstimate {
  /** Also the number of connections: each conversation opens its own. */
  readonly conversations: number;
  readonly inputs: number;
  /** Without the graceful stop. Exact with stages, else from the estimated length of a conversation. */
  readonly durationMs: number;
  /** Users that hold a conversation at once at the highest load. */
  readonly peakVus: number;
}

/** What a bot is taken to need for a turn while nothing has been measured: the usual one, and a quick one. */
export const DEFAULT_TURN_MS = 1000;
export const FAST_TURN_MS = 200;

/**
 * What a turn is taken to need: of the mock endpoint its median delay, the longest where targets have one of their own; of
 * any other bot the usual second.
 */
export function assumedTurnMs({ mock, targets }: Pick<Scenario, 'mock' | 'targets'>, isMocked: boolean): number {
  if (!isMocked) return DEFAULT_TURN_MS;
  const own = Object.values(targets).flatMap((target) => (target.mock ? [target.mock] : []));
  const mocks = own.length > 0 && own.length === Object.keys(targets).length ? own : [mock, ...own];
  return Math.max(...mocks.map(({ delay }) => medianMs(delay)));
}

/** From the longest way through each conversation, with think medians and `turnMs` a turn. */
export function estimatePlan(
  conversations: readonly Conversation[],
  load: LoadProfile,
  turnMs: number = DEFAULT_TURN_MS,
): PlanEstimate {
  const length = weighted(conversations, (conversation) => conversationMs(conversation, turnMs));
  const estimate = load.model === 'open' ? estimateOpen(load, length) : estimateClosed(load, length);
  const inputs = weighted(conversations, ({ instructions }) => maxInputs(instructions));
  return { ...estimate, inputs: Math.round(estimate.conversations * inputs) };
}

type LoadEstimate = Omit<PlanEstimate, 'inputs'>;

/**
 * The time that all users of the plan have, over the mean time from one conversation to the next. A user who is in the
 * middle of one at the end has begun one more: half a conversation per user on average, at least one.
 */
function estimateClosed(load: ClosedLoad, conversationMs: number): LoadEstimate {
  const eachMs = Math.max(conversationMs, load.paceMs ?? 0);
  const planned = load.stages.length === 0 ? Number.POSITIVE_INFINITY : areaOf(load) / eachMs + load.maxVus / 2;
  const count = Math.round(Math.min(load.conversations ?? Number.POSITIVE_INFINITY, Math.max(planned, load.maxVus)));
  const endMs = plannedEndMs(load);
  const rounds = Math.ceil(count / load.maxVus);
  return {
    conversations: count,
    durationMs: Number.isFinite(endMs) ? endMs : (rounds - 1) * eachMs + conversationMs,
    peakVus: load.maxVus,
  };
}

function estimateOpen(load: OpenLoad, conversationMs: number): LoadEstimate {
  const count = Math.round(expectedArrivals(load));
  const endMs = plannedEndMs(load);
  const peak = peakRate(load.stages);
  return {
    conversations: count,
    durationMs: Number.isFinite(endMs) ? endMs : (count / peak) * 1000,
    peakVus: Math.max(1, Math.min(load.maxVus, Math.ceil((peak * conversationMs) / 1000), count)),
  };
}

/** The area under the target: ms of virtual users. */
function areaOf(load: ClosedLoad): number {
  return piecesOf(load).reduce((sum, { fromMs, toMs, from, to }) => sum + ((toMs - fromMs) * (from + to)) / 2, 0);
}
