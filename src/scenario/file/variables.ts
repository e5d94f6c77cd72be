import type { Environment } from '../../platform/process/environment.ts';

/**
 * Grammar of variables in scalars of a scenario file:
 *
 *     variable = "${" NAME "}"              the value of NAME; it must be set, but may be empty
 *              | "${" NAME ":-" text "}"    the same; text (up to the first "}") if NAME is unset or empty
 *              | "$${"                      the characters ${
 *     NAME     = letter or "_", then letters, digits or "_"
 */
const VARIABLE = /\$?\$\{(?:([A-Za-z_][A-Za-z0-9_]*)(?:(:-)([^}]*))?\})?/g;

const ONE_VARIABLE = /^\$\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\}$/;

export interface Substituted {
  readonly text: string;
  /** Variables without a value; they stay in the text as written. */
  readonly missing: readonly string[];
  /** There is a "${" that is not a variable. */
  readonly malformed: boolean;
}

export function substituteVariables(source: string, env: Environment): Substituted {
  const missing: string[] = [];
  let malformed = false;
  const text = source.replace(VARIABLE, (written, name?: string, hasDefault?: string, fallback?: string) => {
    if (written.startsWith('$$')) return written.slice(1);
    if (name === undefined) {
      malformed = true;
      return written;
    }
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    if (hasDefault !== undefined) return value || (fallback ?? '');
    if (value !== undefined) return value;
    missing.push(name);
    return written;
  });
  return { text, missing, malformed };
}

/** Whether a scalar consists of a single variable. */
export function isOneVariable(source: string): boolean {
  return ONE_VARIABLE.test(source);
}
