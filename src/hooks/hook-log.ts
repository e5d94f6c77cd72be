import { inspect } from 'node:util';

/** Lines that the hooks of one load thread may log; a hook that logs every turn would fill the terminal. */
const MAX_LINES = 1000;

/** The `log` of functions: texts as they are, other values as Node prints them, one line per call. */
export function makeHookLog(print: (line: string) => void): (...values: readonly unknown[]) => void {
  let left = MAX_LINES;
  return (...values) => {
    if (left < 0) return;
    left -= 1;
    print(left < 0 ? 'functions logged more than 1,000 lines; the rest is not printed' : `log: ${lineOf(values)}`);
  };
}

function lineOf(values: readonly unknown[]): string {
  return values
    .map((value) => (typeof value === 'string' ? value : inspect(value, { breakLength: Number.POSITIVE_INFINITY })))
    .join(' ')
    .replace(/\s*\n\s*/g, ' ');
}
