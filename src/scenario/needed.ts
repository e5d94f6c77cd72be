import type { Path } from './text-place.ts';

type Section = 'load' | 'practice' | 'thresholds';

export interface NeedOptions {
  /** Whose URLs the run will use: all (true), none (the command line gives others), or these. */
  readonly needTargets: boolean | readonly string[];
  /** Whose other settings (token, headers, …) it will use. Default: those of `needTargets`. */
  readonly needTargetSettings?: boolean | readonly string[];
  /** Sections that something else takes the place of. Their variables need not be set. */
  readonly unneeded?: readonly Section[];
}

/** Tells whether the run will use what stands at a path. */
export function neededPaths(options: NeedOptions): (path: Path) => boolean {
  const { needTargets, needTargetSettings = needTargets, unneeded = [] } = options;
  const wants = (targets: boolean | readonly string[], name: string) =>
    typeof targets === 'boolean' ? targets : targets.includes(name);
  return (path) => {
    if (path[0] === 'targets' && path.length > 1)
      return wants(isUrl(path) ? needTargets : needTargetSettings, String(path[1]));
    return !unneeded.includes(path[0] as Section);
  };
}

function isUrl(path: Path): boolean {
  return path.length === 2 || path[2] === 'url';
}

/**
 * The scenario without what could not be read and is not needed: a section falls away as a whole, of a target the one
 * setting. A target's URL stays as it is written: whoever names the targets still wants to know that there is one.
 */
export function withoutUnneeded(scenario: unknown, unresolved: readonly Path[]): unknown {
  return unresolved
    .filter((path) => path[0] !== 'targets' || !isUrl(path))
    .map((path) => (path[0] === 'targets' ? path : path.slice(0, 1)))
    .reduce(without, scenario);
}

function without(value: unknown, path: Path): unknown {
  const [key, ...rest] = path;
  if (typeof value !== 'object' || value === null || key === undefined) return value;
  const entries = Object.entries(value);
  if (rest.length === 0) return Object.fromEntries(entries.filter(([name]) => name !== key));
  return Object.fromEntries(entries.map(([name, inner]) => [name, name === key ? without(inner, rest) : inner]));
}
