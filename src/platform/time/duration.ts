/**
 * Durations as text.
 *
 *     duration = part { part }          one or more parts, largest unit first: 1h30m, 2m, 1.5s, 400ms
 *     part     = number unit            number = digits [ "." digits ]
 *     unit     = "d" | "h" | "m" | "s" | "ms" | "us"
 *     seconds  = number                 only where `parseDurationMs(text, { bareSeconds: true })`
 */
const UNIT_MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1, us: 0.001 };
const PART = /(\d+(?:\.\d+)?)(ms|us|d|h|m|s)/y;
const BARE = /^\d+(?:\.\d+)?$/;

export interface DurationOptions {
  /** Read a number without a unit as seconds, as k6 and Artillery do. Default false. */
  bareSeconds?: boolean;
}

/** Milliseconds (a fraction keeps microseconds); `undefined` if `text` is not a duration or not finite. */
export function parseDurationMs(text: string, options: DurationOptions = {}): number | undefined {
  const source = text.trim();
  if (options.bareSeconds && BARE.test(source)) return Number(source) * 1000;
  let totalMs = 0;
  let position = 0;
  let previousUnitMs = Number.POSITIVE_INFINITY;
  while (position < source.length) {
    PART.lastIndex = position;
    const part = PART.exec(source);
    const unitMs = part && UNIT_MS[part[2]!];
    if (!part || unitMs === undefined || unitMs === null || unitMs >= previousUnitMs) return undefined;
    totalMs += Number(part[1]) * unitMs;
    previousUnitMs = unitMs;
    position = PART.lastIndex;
  }
  return position > 0 && Number.isFinite(totalMs) ? totalMs : undefined;
}

/** A duration for display: `850 ms`, `1.24 s`, `12.5 s`, `2m 05s`, `1h 02m`; three significant digits below a minute. */
export function formatDurationMs(ms: number): string {
  if (ms < 999.5) return `${trimmed(ms)} ms`;
  if (ms < 59_950) return `${trimmed(ms / 1000)} s`;
  const totalSeconds = Math.round(ms / 1000);
  const minutes = Math.floor(totalSeconds / 60);
  if (minutes < 60) return `${minutes}m ${String(totalSeconds % 60).padStart(2, '0')}s`;
  return `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, '0')}m`;
}

/** A short form that `parseDurationMs` reads back: `2m`, `90s`, `1.5s`, `1550ms`. For plans and messages that quote an option. */
export function writeDurationMs(ms: number): string {
  if (ms > 0 && ms % 3_600_000 === 0) return `${ms / 3_600_000}h`;
  if (ms > 0 && ms % 60_000 === 0) return `${ms / 60_000}m`;
  if (ms % 1000 === 0 || (ms > 1000 && ms % 100 === 0)) return `${ms / 1000}s`;
  return Number.isInteger(ms) ? `${ms}ms` : `${Math.round(ms * 1000)}us`;
}

function trimmed(value: number): string {
  if (value >= 99.95) return value.toFixed(0);
  return value >= 9.995 ? value.toFixed(1) : value.toFixed(2);
}
