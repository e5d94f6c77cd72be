/** A function of the user, by its place: plain data, so that it travels with the plan to other threads. */
export interface HookReference {
  /** Absolute path of the module that exports it. */
  readonly module: string;
  /** From the module to the function: `['login']` for `./hooks.ts#login`, `['default', 'setup']` in a TypeScript scenario. */
  readonly path: readonly (string | number)[];
  /** What the user wrote, such as `./hooks.ts#login`: for messages. */
  readonly shown: string;
}
