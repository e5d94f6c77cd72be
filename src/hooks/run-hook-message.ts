import type { HookReference } from './hook-reference.ts';
import type { HookResult } from './hook-result.ts';

/** Main thread → thread of `setup` and `teardown`. One request at a time. */
export type RunHookRequest =
  | { readonly kind: 'load'; readonly hooks: readonly HookReference[] }
  | { readonly kind: 'call'; readonly call: RunHookCall };

export interface RunHookCall {
  readonly hook: HookReference;
  readonly vars: Readonly<Record<string, unknown>>;
  readonly runId: string;
  readonly seed: number;
  /** Names its random numbers. */
  readonly purpose: 'setup' | 'teardown';
}

export type RunHookResponse =
  | { readonly kind: 'loaded' }
  /** A module cannot be loaded, or has no such function. */
  | { readonly kind: 'refused'; readonly message: string; readonly hint: string | undefined }
  | { readonly kind: 'log'; readonly line: string }
  | { readonly kind: 'called'; readonly result: HookResult };
