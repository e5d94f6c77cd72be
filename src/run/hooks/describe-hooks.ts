import { basename } from 'node:path';
import type { HookReference } from '../../hooks/hook-reference.ts';
import { counted } from '../../platform/group-thousands.ts';

/**
 * The functions of the user that a scenario calls, a line per file: `./hooks.ts (login, isOk)`; those inside a scenario in
 * TypeScript are counted: `booking.ts (2 functions)`.
 */
export function describeHooks(hooks: readonly HookReference[]): readonly string[] {
  return [...new Set(hooks.map(({ module }) => module))].map((module) => {
    const own = hooks.filter((hook) => hook.module === module);
    const named = own.filter(({ shown }) => shown.includes('#')).map(({ shown }) => shown.split('#'));
    const inside = own.length - named.length;
    const names = [...new Set(named.map(([, name = '']) => name))];
    const words = inside === 0 ? names : [...names, counted(inside, 'function')];
    return `${named[0]?.[0] ?? basename(module)} (${words.join(', ')})`;
  });
}
