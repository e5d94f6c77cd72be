/** A duration in ms as people say it: three digits, ms below a second, s below two minutes, then m:ss. */
export function formatMs(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return '–';
  if (ms < 1000) return `${digits(ms)} ms`;
  if (ms < 120_000) return `${digits(ms / 1000)} s`;
  return formatClock(ms);
}

/** A time since the start of the run, as m:ss or h:mm:ss. */
export function formatClock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

export function formatShare(share: number | null): string {
  return share === null ? '–' : `${digits(share * 100)} %`;
}

/** `5,864,565` */
export function grouped(count: number): string {
  return count.toLocaleString('en');
}

/** Three digits that count. */
export function digits(value: number): string {
  if (value === 0) return '0';
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** The same without zeros at the end: 20, 16.4, 0.25. */
export function plain(value: number): string {
  return String(Number(value.toPrecision(3)));
}
