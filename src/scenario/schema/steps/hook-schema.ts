import { z } from 'zod';
import type { HookReference } from '../../../hooks/hook-reference.ts';
import { choice, isMap } from '../choice-schema.ts';
import { messageFor, positiveDuration, text } from '../field-forms.ts';

/** `./hooks.ts#login` */
const FORM = /^(?<file>[^#]*\.(?:ts|mts|js|mjs))#(?<name>[\p{ID_Start}$_][\p{ID_Continue}$]*)$/u;

const WANTED = 'must be a function of a file, such as ./hooks.ts#login';
const NOT_A_HOOK = messageFor(WANTED);

/** A path that is not yet resolved: `module` is as written. */
const written = text
  .refine((value) => FORM.test(value), { error: ({ input }) => problemOf(String(input)) })
  .transform((value): HookReference => {
    const { file = '', name = '' } = FORM.exec(value)?.groups ?? {};
    return { module: file, path: [name], shown: value };
  });

/** What a function in a scenario in TypeScript becomes. */
const resolved = z
  .strictObject({ module: z.string(), path: z.array(z.union([z.string(), z.number()])), shown: z.string() })
  .transform((reference): HookReference => reference);

/** A function of the user: `./hooks.ts#login`, relative to the scenario. */
export const hook = choice([written], (value) => {
  if (isMap(value)) return 'module' in value ? resolved : NOT_A_HOOK({ input: value });
  return typeof value === 'string' ? written : NOT_A_HOOK({ input: value });
}).meta({
  id: 'function',
  description:
    'A function that a TypeScript or JavaScript file in the folder of the scenario exports (.ts, .mts, .js, .mjs).',
  examples: ['./hooks.ts#login'],
});

/** A function that runs once per run, and how long it may take. */
export interface RunHookInput {
  readonly hook: HookReference;
  /** Undefined: the default. */
  readonly timeoutMs: number | undefined;
}

const briefly = hook.transform((reference): RunHookInput => ({ hook: reference, timeoutMs: undefined }));
const withTimeout = z
  .strictObject({
    call: hook,
    timeout: positiveDuration.optional().meta({ description: 'Maximum duration of the function.', default: '60s' }),
  })
  .transform(({ call, timeout }): RunHookInput => ({ hook: call, timeoutMs: timeout }));

/** `./hooks.ts#createUsers`, or with a timeout. */
export const runHook = choice([briefly, withTimeout], (value) =>
  isMap(value) && 'call' in value ? withTimeout : briefly,
);

function problemOf(value: string): string {
  const [file = '', name] = value.split(/#(.*)/s);
  const isModule = /\.(ts|mts|js|mjs)$/.test(file);
  if (name === undefined) return isModule ? `must name a function of the file: ${file}#login` : WANTED;
  if (!isModule) return 'must be in a .ts, .mts, .js or .mjs file, such as ./hooks.ts#login';
  return `must have the name of an exported function after #, not "${name}"`;
}
