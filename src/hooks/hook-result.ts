/** Result of one call of a hook; `message` says where it was thrown, if that is known: `hooks.ts:9: no token`. */
export type HookResult =
  | { readonly kind: 'returned'; readonly value: unknown }
  | { readonly kind: 'threw'; readonly message: string };
