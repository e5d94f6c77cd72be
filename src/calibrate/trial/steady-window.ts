import type { JoinedTurn } from './join-turns.ts';

/** Settling time after the last user has connected. */
export const SETTLE_US = 1_000_000;

/** Turns started this shortly before the stop may have no reply, especially slow ones. */
export const CUT_OFF_US = 300_000;

/** Instants in µs, end exclusive. */
export interface SteadyWindow {
  readonly fromUs: number;
  readonly toUs: number;
}

/** A turn of a load in which each user runs one conversation and starts as soon as it is ready. */
type Turn = Pick<JoinedTurn, 'conversation' | 'sent' | 'arrived'>;

/**
 * The time in which all users of a trial were active: from one second after the first turn of the last user until the end of
 * the first user, or until early enough before the stop that every turn still got its reply. Undefined if there is no such
 * time.
 */
export function steadyWindow(
  turns: readonly Turn[],
  { vus, endedUs }: { readonly vus: number; readonly endedUs: number | undefined },
): SteadyWindow | undefined {
  const spans = new Map<number, SteadyWindow>();
  for (const { conversation, sent, arrived } of turns) {
    const { fromUs, toUs } = spans.get(conversation) ?? { fromUs: sent.loUs, toUs: arrived.hiUs };
    spans.set(conversation, { fromUs: Math.min(fromUs, sent.loUs), toUs: Math.max(toUs, arrived.hiUs) });
  }
  if (spans.size < vus) return undefined;
  const all = [...spans.values()];
  const fromUs = all.reduce((last, span) => Math.max(last, span.fromUs), 0) + SETTLE_US;
  const firstDoneUs = all.reduce((first, span) => Math.min(first, span.toUs), Number.POSITIVE_INFINITY);
  const toUs = endedUs === undefined ? firstDoneUs : endedUs - CUT_OFF_US;
  return toUs > fromUs ? { fromUs, toUs } : undefined;
}

/** Those that began in it. */
export function turnsWithin<T extends Pick<JoinedTurn, 'sent'>>(turns: readonly T[], window: SteadyWindow): T[] {
  return turns.filter(({ sent }) => sent.loUs >= window.fromUs && sent.loUs < window.toUs);
}
