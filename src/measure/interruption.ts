/** A turn (or request, or conversation) that palaver stopped: it took at least as long as it had lasted by then. */
export const INTERRUPTED = 'interrupted';

/**
 * Where a conversation was when palaver stopped it, as `reason` of `conversations_interrupted`:
 *
 * - in-turn: with an open turn
 * - in-step: in a wait, inject or notify step
 * - connecting: before it was ready
 * - between-turns: it waited for nothing but its own think time
 */
export const INTERRUPTED_IN = ['in-turn', 'in-step', 'connecting', 'between-turns'] as const;
export type InterruptedIn = (typeof INTERRUPTED_IN)[number];
/** The bot owed it something: it may yet have failed. */
export const AWAITING_BOT: readonly InterruptedIn[] = ['in-turn', 'in-step', 'connecting'];
