import { createInterface } from 'node:readline';
import type { Worker } from 'node:worker_threads';
import { makeHookLog } from './hook-log.ts';
import type { HookReference } from './hook-reference.ts';
import { thrownAt } from './thrown-at.ts';

/**
 * What functions print by themselves, such as by `console.log`, as lines of their log: stdout belongs to the results. The
 * thread must have been created with `stdout` and `stderr`.
 */
export function logPrinted({ stdout, stderr }: Pick<Worker, 'stdout' | 'stderr'>, onLog: (line: string) => void): void {
  const log = makeHookLog(onLog);
  for (const stream of [stdout, stderr]) createInterface({ input: stream }).on('line', (line) => log(line));
}

/** What ended a thread, and where, if a function of the user threw it: outside of its call, as calls catch exceptions. */
export function describeUncaught(error: Error, hooks: readonly HookReference[]): string {
  for (const { module } of hooks) {
    const place = thrownAt(error, module);
    if (place !== undefined)
      return `${place}: ${error.message}, outside of a call: await promises, catch exceptions of timers`;
  }
  return error.message;
}
