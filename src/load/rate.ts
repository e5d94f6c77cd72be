/**
 * Rates as text.
 *
 *     rate = number "/" unit            5/s, 300/min, 1000/h, 0.5/s
 *     unit = "s" | "sec" | "m" | "min" | "h"
 *     bare = number                     per second; only where `parseRate(text, { barePerSecond: true })`
 */
const RATE = /^(\d+(?:\.\d+)?)\s*(?:\/\s*(s|sec|m|min|h))?$/;
const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, sec: 1, m: 60, min: 60, h: 3600 };

export interface RateOptions {
  /** Read a number without a unit as per second, as k6 and vegeta do. Default false. */
  barePerSecond?: boolean;
}

/** Per second; `undefined` if `text` is not a rate or not finite. */
export function parseRate(text: string, options: RateOptions = {}): number | undefined {
  const [, number, unit] = RATE.exec(text.trim()) ?? [];
  if (number === undefined || (unit === undefined && !options.barePerSecond)) return undefined;
  const perSecond = Number(number) / (UNIT_SECONDS[unit ?? 's'] ?? 1);
  return Number.isFinite(perSecond) ? perSecond : undefined;
}

/** The most readable form: `5/s`, `30/min`, `6/h`; three significant digits. */
export function formatRate(perSecond: number): string {
  if (perSecond === 0 || perSecond >= 1) return `${digits(perSecond)}/s`;
  const whole = (value: number) => Math.abs(value - Math.round(value)) < 1e-6;
  if (whole(perSecond * 60) || perSecond * 60 >= 10) return `${digits(perSecond * 60)}/min`;
  if (whole(perSecond * 3600) || perSecond * 3600 < 60) return `${digits(perSecond * 3600)}/h`;
  return `${digits(perSecond * 60)}/min`;
}

function digits(value: number): string {
  return value >= 1000 ? String(Math.round(value * 10) / 10) : String(Number(value.toPrecision(3)));
}
