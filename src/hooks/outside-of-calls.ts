import type { HookReference } from './hook-reference.ts';
import { thrownAt } from './thrown-at.ts';

/** What ended a thread, and where, if a function of the user threw it: outside of its call, as calls catch exceptions. */
export function describeUncaught(error: Error, hooks: readonly HookReference[]): string {
  for (const { module } of hooks) {
    const place = thrownAt(error, module);
    if (place !== undefined)
      return `${place}: ${error.message}, outside of a call: await promises, catch exceptions of timers`;
  }
  return error.message;
}
