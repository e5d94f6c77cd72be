/** Reason of a turn (or request, or conversation) that palaver stopped: its elapsed time is a lower bound. */
export const INTERRUPTED = 'interrupted';

/**
 * Where a conversation was when palaver stopped it, as `reason` of `conversations_interrupted`:
 *
 * - in-turn: with an open turn
 * - in-step: in a wait, inject or notify step
 * - connecting: before it was ready
 * - between-turns: during its own think time
 */
export const INTERRUPTED_IN = ['in-turn', 'in-step', 'connecting', 'between-turns'] as const;
export type InterruptedIn = (typeof INTERRUPTED_IN)[number];
/** It was waiting for the bot, so it might still have failed. */
export const AWAITING_BOT: readonly InterruptedIn[] = ['in-turn', 'in-step', 'connecting'];
