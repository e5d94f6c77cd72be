import type { HookReference } from '../../hooks/hook-reference.ts';

/** The functions of the user that a scenario calls, a line per file: `./hooks.ts (login, isOk)`. */
export function describeHooks(hooks: readonly HookReference[]): readonly string[] {
  const files = new Map<string, Set<string>>();
  for (const { module, shown } of hooks) {
    const [file = '', name = ''] = shown.split('#');
    const known = files.get(module) ?? new Set([file]);
    files.set(module, name === '' ? known : known.add(name));
  }
  return [...files.values()].map((words) => {
    const [file, ...names] = words;
    return names.length === 0 ? file! : `${file} (${names.join(', ')})`;
  });
}
