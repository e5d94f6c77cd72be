import { openSync, readSync } from 'node:fs';

/** Fields of the file: on the CPU, then ready to run but without a core to run on. */
const ON_CPU = 0;
const RUN_DELAY = 1;

/**
 * /proc/thread-self/schedstat (Linux, `sched-stats.rst`) of the calling thread, opened once and read repeatedly: its fields
 * are nanoseconds since the thread started. Opened and read synchronously by the thread itself, since an asynchronous read
 * would run in a thread of the pool. One read costs about 1 µs; undefined if the file does not exist.
 */
let file: number | undefined;
let isMissing = false;
const bytes = new Uint8Array(96);

function open(): boolean {
  if (file !== undefined || isMissing) return !isMissing;
  try {
    file = openSync('/proc/thread-self/schedstat', 'r');
    isMissing = Number.isNaN(readField(ON_CPU));
  } catch {
    isMissing = true;
  }
  return !isMissing;
}

/** Time the calling thread has run on a core so far, µs. */
export function threadCpuReader(): (() => number) | undefined {
  return open() ? () => readField(ON_CPU) : undefined;
}

/** Time the calling thread has been ready to run but waited for a core so far, µs. */
export function runDelayReader(): (() => number) | undefined {
  return open() ? () => readField(RUN_DELAY) : undefined;
}

/** Parses the digits in place: a string per read would create garbage for every batch of events. */
function readField(field: number): number {
  const length = readSync(file!, bytes, 0, bytes.length, 0);
  let at = 0;
  for (let passed = 0; passed < field && at < length; at++) if (bytes[at] === SPACE) passed++;
  let value = 0;
  const first = at;
  for (; at < length && bytes[at]! >= ZERO && bytes[at]! <= ZERO + 9; at++) value = value * 10 + bytes[at]! - ZERO;
  return at > first ? value / 1000 : Number.NaN;
}

const SPACE = 32;
const ZERO = 48;
