import type { LoadProfile } from '../../load/load-profile.ts';
import { peakArrivalRate } from '../../load/open-load.ts';
import type { Conversation } from '../scenario.ts';
import { conversationMs, weightedMean } from './estimate-conversation.ts';
import { FAST_TURN_MS } from './estimate-plan.ts';
import { maxInputs } from './longest-path.ts';

/**
 * Peak turns per second of a load, per target, assuming a fast bot: conversation starts per second × inputs per
 * conversation. The starts per second are limited to
 *
 *     users / max(mean duration of a conversation, pace)
 *
 * A closed load reaches this limit at its highest stage; an open load has its peak arrival rate, if that is lower.
 */
export function peakTurnsPerSecond(conversations: readonly Conversation[], load: LoadProfile): number {
  const inputs = weightedMean(conversations, ({ instructions }) => maxInputs(instructions));
  if (inputs === 0) return 0;
  const meanMs = weightedMean(conversations, (conversation) => conversationMs(conversation, FAST_TURN_MS));
  const possible = (load.maxVus / Math.max(meanMs, paceOf(load))) * 1000;
  return inputs * (load.model === 'open' ? Math.min(peakArrivalRate(load), possible) : possible);
}

function paceOf(load: LoadProfile): number {
  return load.model === 'closed' ? (load.paceMs ?? 0) : 0;
}
