import type { LoadProfile } from '../../load/load-profile.ts';
import { peakRate } from '../../load/open-load.ts';
import type { Conversation } from '../scenario.ts';
import { conversationMs, weighted } from './estimate-course.ts';
import { DEFAULT_TURN_MS, estimatePlan } from './estimate-plan.ts';
import { longestPath } from './longest-path.ts';

/** What a load has at its busiest, per target, should the bot take the usual second for a turn. */
export interface PlannedPeak {
  /** Virtual users at work, or waiting for their next conversation. */
  readonly users: number;
  /** Connections that are open at once. */
  readonly connections: number;
  /** The same at most, however slow the bot: every user's own, and one more each where requests are pushed. */
  readonly maxConnections: number;
  /** Connections opened, and so closed, within a second. */
  readonly connectsPerSecond: number;
  /** Connections opened from start to end. */
  readonly connects: number;
}

export function plannedPeak(conversations: readonly Conversation[], load: LoadProfile): PlannedPeak {
  const plan = estimatePlan(conversations, load, DEFAULT_TURN_MS);
  const users = Math.min(plan.peakVus, plan.conversations);
  const busyMs = weighted(conversations, (conversation) => conversationMs(conversation, DEFAULT_TURN_MS));
  const periodMs = Math.max(busyMs, load.model === 'closed' ? (load.paceMs ?? 0) : 0);
  const keeps = conversations.some(({ identity }) => identity.session === 'keep');
  const pushes = conversations.some(({ instructions }) => instructions.some(({ kind }) => kind === 'push'));
  const each = weighted(conversations, connectsOf);
  const connections = keeps || periodMs === 0 ? users : Math.ceil(users * (busyMs / periodMs));
  return {
    users,
    connections,
    maxConnections: Math.max(connections, Math.min(load.maxVus, plan.conversations)) * (pushes ? 2 : 1),
    connectsPerSecond: each * beginsPerSecond(load, users, periodMs),
    connects: Math.ceil(each * plan.conversations) + (keeps ? users : 0),
  };
}

/** A kept session opens its first connection once for each user, which is counted there. */
function connectsOf({ identity, instructions }: Conversation): number {
  const reconnects = longestPath(instructions, ({ kind }) => (kind === 'reconnect' ? 1 : 0));
  return (identity.session === 'keep' ? 0 : 1) + reconnects;
}

/** Conversations that begin within a second. */
function beginsPerSecond(load: LoadProfile, users: number, periodMs: number): number {
  const possible = periodMs === 0 ? Number.POSITIVE_INFINITY : (users / periodMs) * 1000;
  if (load.model === 'closed') return Math.min(possible, users * 1000);
  return Math.min(peakRate(load.stages), possible);
}
