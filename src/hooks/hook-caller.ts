import { messageOf } from '../platform/known-error.ts';
import { type Clock, monotonicClock } from '../platform/time/clock.ts';
import type { RunFunctionContext } from './function-types.ts';
import type { HookGuard } from './hook-guard.ts';
import type { HookReference } from './hook-reference.ts';
import type { HookResult } from './hook-result.ts';
import { plainCopy } from './plain-copy.ts';
import { type Hook, resolveHook } from './resolve-hook.ts';
import { thrownAt } from './thrown-at.ts';

/** A hook that has control for longer delays other users of its thread, µs. */
const BLOCKING_US = 50_000;

interface LoadedHook {
  readonly call: Hook;
  readonly index: number;
}

interface CallerDeps {
  /** Tells the main thread which hook is called. */
  readonly guard?: HookGuard | undefined;
  readonly clock?: Clock;
}

/** The hooks of a load thread, ready to be called. */
export class HookCaller {
  private readonly hooks: ReadonlyMap<string, LoadedHook>;
  private readonly guard: HookGuard | undefined;
  private readonly clock: Clock;
  /** Hooks that were called or open since `takeActive`, and those of them that had control for long. */
  private active = new Set<string>();
  private blocking = new Set<string>();
  private readonly open = new Map<string, number>();

  /** `hooks`: by `keyOf` their references, in the order of the guard. */
  constructor(hooks: ReadonlyMap<string, Hook>, { guard, clock = monotonicClock }: CallerDeps = {}) {
    this.hooks = new Map([...hooks].map(([key, call], index) => [key, { call, index }]));
    this.guard = guard;
    this.clock = clock;
  }

  /** Loads the modules of these references in this thread. KnownError if one of them cannot be used. */
  static async load(references: readonly HookReference[], deps?: CallerDeps): Promise<HookCaller> {
    const hooks = new Map<string, Hook>();
    for (const reference of references) hooks.set(keyOf(reference), await resolveHook(reference));
    return new HookCaller(hooks, deps);
  }

  /** Calls a hook that was loaded; never rejects, and never resolves at once. `timeoutMs`: after which it is given up. */
  async call(reference: HookReference, context: RunFunctionContext, timeoutMs = 0): Promise<HookResult> {
    const hook = this.hooks.get(keyOf(reference));
    if (!hook) return { kind: 'threw', message: 'is not loaded in this thread' };
    const { shown } = reference;
    this.active.add(shown);
    this.open.set(shown, (this.open.get(shown) ?? 0) + 1);
    try {
      return { kind: 'returned', value: plainCopy(await this.enter(hook, shown, context, timeoutMs)) };
    } catch (thrown) {
      return { kind: 'threw', message: describeThrown(thrown, reference) };
    } finally {
      this.open.set(shown, this.open.get(shown)! - 1);
      this.guard?.settled(hook.index);
    }
  }

  /** The hooks that may have blocked the thread since the last call: if it is known, those that did. */
  takeActive(): readonly string[] {
    const names = this.blocking.size > 0 ? this.blocking : this.active;
    this.blocking = new Set();
    this.active = new Set([...this.open].flatMap(([name, count]) => (count > 0 ? [name] : [])));
    return [...names];
  }

  private enter({ call, index }: LoadedHook, shown: string, context: RunFunctionContext, timeoutMs: number): unknown {
    const startedUs = this.clock.nowUs();
    this.guard?.entered(index, startedUs + timeoutMs * 1000);
    try {
      return call(context as never);
    } finally {
      this.guard?.left();
      if (this.clock.nowUs() - startedUs > BLOCKING_US) this.blocking.add(shown);
    }
  }
}

/** The same for equal references, also in another thread. */
function keyOf({ module, path }: Pick<HookReference, 'module' | 'path'>): string {
  return JSON.stringify([module, ...path]);
}

/** References to different functions, each once, in order: as a caller numbers them. */
export function distinctHooks(references: readonly HookReference[]): readonly HookReference[] {
  return [...new Map(references.map((reference) => [keyOf(reference), reference])).values()];
}

/** What was thrown, and where, if that is known: `hooks.ts:9: no token`. */
function describeThrown(thrown: unknown, { module }: Pick<HookReference, 'module'>): string {
  const place = thrownAt(thrown, module);
  const named = thrown instanceof Error && thrown.name !== 'Error' ? `${thrown.name}: ` : '';
  const what = `${named}${messageOf(thrown)}`.trim() || 'an exception without a message';
  return place === undefined ? what : `${place}: ${what}`;
}
