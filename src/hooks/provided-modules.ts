/** By the paths that stand for them. */
const modules = new Map<string, unknown>();

const PREFIX = 'program:';

/** Exports without a file, of the program that calls palaver; for this thread only. */
export interface ProvidedModule {
  /** In place of the path of a module. */
  readonly path: string;
  /** Forgets it. */
  release(): void;
}

/** Makes `exports` a module that can be loaded by its path, which is the same for one run after the other. */
export function provideModule(exports: unknown): ProvidedModule {
  let number = 1;
  while (modules.has(`${PREFIX}${number}`)) number += 1;
  const path = `${PREFIX}${number}`;
  modules.set(path, exports);
  return { path, release: () => void modules.delete(path) };
}

/** The exports of a provided module, if `path` stands for one. */
export function providedModule(path: string): { readonly exports: unknown } | undefined {
  return modules.has(path) ? { exports: modules.get(path) } : undefined;
}
