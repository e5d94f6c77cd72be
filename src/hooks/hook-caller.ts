import { messageOf } from '../platform/known-error.ts';
import type { RunHookContext } from './hook-context.ts';
import type { HookReference } from './hook-reference.ts';
import type { HookResult } from './hook-result.ts';
import { type Hook, resolveHook } from './resolve-hook.ts';
import { thrownAt } from './thrown-at.ts';

/** The hooks of a load thread, ready to be called. */
export class HookCaller {
  private readonly hooks: ReadonlyMap<string, Hook>;

  /** `hooks`: by `keyOf` their references. */
  constructor(hooks: ReadonlyMap<string, Hook>) {
    this.hooks = hooks;
  }

  /** Loads the modules of these references in this thread. KnownError if one of them cannot be used. */
  static async load(references: readonly HookReference[]): Promise<HookCaller> {
    const hooks = new Map<string, Hook>();
    for (const reference of references) hooks.set(keyOf(reference), await resolveHook(reference));
    return new HookCaller(hooks);
  }

  /** Calls a hook that was loaded; never rejects, and never resolves at once. */
  async call(reference: HookReference, context: RunHookContext): Promise<HookResult> {
    const hook = this.hooks.get(keyOf(reference));
    if (!hook) return { kind: 'threw', message: 'is not loaded in this thread' };
    try {
      return { kind: 'returned', value: await hook(context as never) };
    } catch (thrown) {
      return { kind: 'threw', message: describeThrown(thrown, reference) };
    }
  }
}

/** The same for equal references, also in another thread. */
export function keyOf({ module, path }: Pick<HookReference, 'module' | 'path'>): string {
  return JSON.stringify([module, ...path]);
}

/** What was thrown, and where, if that is known: `hooks.ts:9: no token`. */
export function describeThrown(thrown: unknown, { module }: Pick<HookReference, 'module'>): string {
  const place = thrownAt(thrown, module);
  const named = thrown instanceof Error && thrown.name !== 'Error' ? `${thrown.name}: ` : '';
  const what = `${named}${messageOf(thrown)}`.trim() || 'an exception without a message';
  return place === undefined ? what : `${place}: ${what}`;
}
