import type { LoadProfile } from '../../load/load-profile.ts';
import { peakArrivalRate } from '../../load/open-load.ts';
import type { Conversation } from '../scenario.ts';
import { conversationMs, weightedMean } from './estimate-conversation.ts';
import { DEFAULT_TURN_MS, estimatePlan } from './estimate-plan.ts';
import { longestPath } from './longest-path.ts';

/** Peak of a load, per target, assuming DEFAULT_TURN_MS per turn. */
export interface PlannedPeak {
  /** Virtual users, in a conversation or waiting for their next one. */
  readonly users: number;
  /** Open connections. */
  readonly connections: number;
  /** Maximum for any speed of the bot: one per user, and a second one each for inject and notify requests. */
  readonly maxConnections: number;
  /** Connections opened (and closed) per second. */
  readonly connectsPerSecond: number;
  /** Connections opened in total. */
  readonly connects: number;
}

export function plannedPeak(conversations: readonly Conversation[], load: LoadProfile): PlannedPeak {
  const plan = estimatePlan(conversations, load, DEFAULT_TURN_MS);
  const users = Math.min(plan.peakVus, plan.conversations);
  const busyMs = weightedMean(conversations, (conversation) => conversationMs(conversation, DEFAULT_TURN_MS));
  const periodMs = Math.max(busyMs, load.model === 'closed' ? (load.paceMs ?? 0) : 0);
  const keeps = conversations.some(({ identity }) => identity.session === 'keep');
  const pushes = conversations.some(({ instructions }) => instructions.some(({ kind }) => kind === 'push'));
  const each = weightedMean(conversations, connectsOf);
  const connections = keeps || periodMs === 0 ? users : Math.ceil(users * (busyMs / periodMs));
  return {
    users,
    connections,
    maxConnections: Math.max(connections, Math.min(load.maxVus, plan.conversations)) * (pushes ? 2 : 1),
    connectsPerSecond: each * beginsPerSecond(load, users, periodMs),
    connects: Math.ceil(each * plan.conversations) + (keeps ? users : 0),
  };
}

/** The peak of one of so many equal parts of the load. */
export function peakOfShard(peak: PlannedPeak, shards: number): PlannedPeak {
  return {
    users: Math.ceil(peak.users / shards),
    connections: Math.ceil(peak.connections / shards),
    maxConnections: Math.ceil(peak.maxConnections / shards),
    connectsPerSecond: peak.connectsPerSecond / shards,
    connects: Math.ceil(peak.connects / shards),
  };
}

/** Without the first connection of a kept session, which is counted once per user. */
function connectsOf({ identity, instructions }: Conversation): number {
  const reconnects = longestPath(instructions, ({ kind }) => (kind === 'reconnect' ? 1 : 0));
  return (identity.session === 'keep' ? 0 : 1) + reconnects;
}

/** Conversations started per second. */
function beginsPerSecond(load: LoadProfile, users: number, periodMs: number): number {
  const possible = periodMs === 0 ? Number.POSITIVE_INFINITY : (users / periodMs) * 1000;
  if (load.model === 'closed') return Math.min(possible, users * 1000);
  return Math.min(peakArrivalRate(load), possible);
}
