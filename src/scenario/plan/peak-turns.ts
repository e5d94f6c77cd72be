import type { LoadProfile } from '../../load/load-profile.ts';
import { peakRate } from '../../load/open-load.ts';
import type { Conversation } from '../scenario.ts';
import { conversationMs, weighted } from './estimate-course.ts';
import { FAST_TURN_MS } from './estimate-plan.ts';
import { maxInputs } from './longest-path.ts';

/**
 * Turns per second at the busiest moment of a load, per target, should the bot be quick: so many conversations begin per
 * second then, each with so many inputs. Users who are all busy can begin no more than
 *
 *     users / mean length of a conversation (or the pace, where that is longer)
 *
 * which closed load comes to at its highest stage, and which bounds the arrivals of an open one.
 */
export function peakTurnsPerSecond(conversations: readonly Conversation[], load: LoadProfile): number {
  const inputs = weighted(conversations, ({ instructions }) => maxInputs(instructions));
  if (inputs === 0) return 0;
  const meanMs = weighted(conversations, (conversation) => conversationMs(conversation, FAST_TURN_MS));
  const possible = (load.maxVus / Math.max(meanMs, paceOf(load))) * 1000;
  return inputs * (load.model === 'open' ? Math.min(peakRate(load.stages), possible) : possible);
}

function paceOf(load: LoadProfile): number {
  return load.model === 'closed' ? (load.paceMs ?? 0) : 0;
}
