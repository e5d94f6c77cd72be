import type { PROFILE_SECTIONS } from '../build/choose-profile.ts';
import { expectsText, type Path } from './text-place.ts';

type Section = (typeof PROFILE_SECTIONS)[number] | 'feeds';

export interface NeedOptions {
  /** Targets whose URLs the run will use: all (true), none (the command line has others), or these. */
  readonly needTargets: boolean | readonly string[];
  /** Targets whose other settings (token, headers, …) it will use. Default: `needTargets`. */
  readonly needTargetSettings?: boolean | readonly string[];
  /** Sections that are replaced or not used: their variables need not be set, and their feeds are not read. */
  readonly unneeded?: readonly Section[];
  /** The chosen profile; variables of the others need not be set. */
  readonly profile?: string | undefined;
}

/**
 * Whether the run will use the value at a path. `inProfile`: the sections of the chosen profile, which replace those of
 * the scenario.
 */
export function neededPaths(options: NeedOptions, inProfile: readonly string[]): (path: Path) => boolean {
  const { needTargets, needTargetSettings = needTargets, unneeded = [] } = options;
  const wants = (targets: boolean | readonly string[], name: string) =>
    typeof targets === 'boolean' ? targets : targets.includes(name);
  const isNeeded = (section: string) => !unneeded.includes(section as Section);
  return (path) => {
    const [first, second, third] = path;
    if (first === 'targets' && path.length > 1)
      return wants(isUrl(path) ? needTargets : needTargetSettings, String(second));
    if (first === 'profiles' && path.length > 1) return second === options.profile && isNeeded(String(third));
    if (isFeed(path)) return isNeeded('feeds');
    return isNeeded(String(first)) && !inProfile.includes(String(first));
  };
}

function isUrl(path: Path): boolean {
  return path.length === 2 || path[2] === 'url';
}

/** Whether `path` is in the feed of a conversation. */
export function isFeed(path: Path): boolean {
  return path[0] === 'conversations' && path[2] === 'feed';
}

/**
 * The scenario without values that are not needed and could not be resolved: whole sections are removed, of a target only
 * the one setting. The URL of a target stays as written, so that the target still exists.
 */
export function withoutUnneeded(scenario: unknown, unresolved: readonly Path[]): unknown {
  return unresolved
    .filter((path) => !(path[0] === 'targets' && isUrl(path)) && !(isInConversation(path) && expectsText(path)))
    .map(sectionOf)
    .reduce(without, scenario);
}

/** Sections of the conversations cannot be removed; their texts stay as written. */
function isInConversation(path: Path): boolean {
  return ['conversations', 'stepLists', 'defaults', 'identity'].includes(String(path[0])) && !isFeed(path);
}

function sectionOf(path: Path): Path {
  if (path[0] === 'targets' || isInConversation(path)) return path;
  return path[0] === 'profiles' || isFeed(path) ? path.slice(0, 3) : path.slice(0, 1);
}

function without(value: unknown, path: Path): unknown {
  const [key, ...rest] = path;
  if (typeof value !== 'object' || value === null || key === undefined) return value;
  if (Array.isArray(value)) return value.map((inner, index) => (index === key ? without(inner, rest) : inner));
  const entries = Object.entries(value);
  if (rest.length === 0) return Object.fromEntries(entries.filter(([name]) => name !== key));
  return Object.fromEntries(entries.map(([name, inner]) => [name, name === key ? without(inner, rest) : inner]));
}
