import { isAbsolute, join } from 'node:path';
import type { SystemDeps } from '../system-deps.ts';

/**
 * The folder for what palaver stores about this machine: `palaver` in XDG_CACHE_HOME, by default in ~/.cache (XDG Base
 * Directory Specification 0.8, which says that a relative path must be ignored).
 */
export function cacheFolder({ env, home }: Pick<SystemDeps, 'env' | 'home'>): string {
  const named = env.XDG_CACHE_HOME;
  return join(named && isAbsolute(named) ? named : join(home, '.cache'), 'palaver');
}
