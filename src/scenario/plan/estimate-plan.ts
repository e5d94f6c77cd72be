import { type ClosedLoad, type LoadProfile, type OpenLoad, piecesOf, plannedEndMs } from '../../load/load-profile.ts';
import { peakArrivalRate } from '../../load/open-load.ts';
import { expectedArrivals } from '../../load/pacer.ts';
import { lastStartMs, maxStartsWithin } from '../../load/recorded-starts.ts';
import { medianMs } from '../../platform/distribution.ts';
import type { Conversation, Scenario } from '../scenario.ts';
import { conversationMs, weightedMean } from './estimate-conversation.ts';
import { maxInputs } from './longest-path.ts';

/** Estimated size of a run, per target. */
export interface PlanEstimate {
  /** Also the number of connections: each conversation opens its own. */
  readonly conversations: number;
  readonly inputs: number;
  /** Without the graceful stop. Exact with stages, otherwise from the estimated duration of a conversation. */
  readonly durationMs: number;
  /** Concurrent virtual users at peak load. */
  readonly peakVus: number;
}

/** Assumed turn durations of a typical and of a fast bot, before anything has been measured. */
export const DEFAULT_TURN_MS = 1000;
export const FAST_TURN_MS = 200;

/**
 * Assumed turn duration: for the mock endpoint its median delay (the highest, if targets have their own mock options), else
 * DEFAULT_TURN_MS.
 */
export function assumedTurnMs({ mock, targets }: Pick<Scenario, 'mock' | 'targets'>, isMocked: boolean): number {
  if (!isMocked) return DEFAULT_TURN_MS;
  const own = Object.values(targets).flatMap((target) => (target.mock ? [target.mock] : []));
  const mocks = own.length > 0 && own.length === Object.keys(targets).length ? own : [mock, ...own];
  return Math.max(...mocks.map(({ delay }) => medianMs(delay)));
}

/** Estimates from the longest path through each conversation, with median think times and `turnMs` per turn. */
export function estimatePlan(
  conversations: readonly Conversation[],
  load: LoadProfile,
  turnMs: number = DEFAULT_TURN_MS,
): PlanEstimate {
  const length = weightedMean(conversations, (conversation) => conversationMs(conversation, turnMs));
  const estimate = load.model === 'open' ? estimateOpen(load, length) : estimateClosed(load, length);
  const inputs = weightedMean(conversations, ({ instructions }) => maxInputs(instructions));
  return { ...estimate, inputs: Math.round(estimate.conversations * inputs) };
}

type LoadEstimate = Omit<PlanEstimate, 'inputs'>;

/**
 * The total time of all users divided by the mean time between conversation starts, plus conversations that are unfinished
 * at the end: half a conversation per user on average. At least one conversation per user.
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
  if (load.starts) {
    return {
      conversations: count,
      durationMs: lastStartMs(load.starts) + conversationMs,
      peakVus: Math.min(load.maxVus, maxStartsWithin(load.starts, conversationMs)),
    };
  }
  const endMs = plannedEndMs(load);
  const peak = peakArrivalRate(load);
  return {
    conversations: count,
    durationMs: Number.isFinite(endMs) ? endMs : (count / peak) * 1000,
    peakVus: Math.max(1, Math.min(load.maxVus, Math.ceil((peak * conversationMs) / 1000), count)),
  };
}

/** The integral of the target number of users over time, in ms. */
function areaOf(load: ClosedLoad): number {
  return piecesOf(load).reduce((sum, { fromMs, toMs, from, to }) => sum + ((toMs - fromMs) * (from + to)) / 2, 0);
}
