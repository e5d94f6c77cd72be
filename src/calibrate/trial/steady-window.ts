import type { JoinedTurn } from './join-turns.ts';

/** After the last user has connected, what connecting left behind is given this time to settle. */
export const SETTLE_US = 1_000_000;

/** Turns begun so shortly before all were told to end may have no reply any more, the slow ones least of all. */
export const CUT_OFF_US = 300_000;

/** Instants in µs, the end not included. */
export interface SteadyWindow {
  readonly fromUs: number;
  readonly toUs: number;
}

/** A turn of a load in which each user holds one conversation, and speaks as soon as he is ready. */
type Turn = Pick<JoinedTurn, 'conversation' | 'sent' | 'arrived'>;

/**
 * When all users of a trial talked and nothing else went on: from a second after the last of them first spoke until the
 * first of them was done, or so long before all were told to end that every turn still had its reply. Undefined when there
 * was no such time.
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
