import { basename, extname, resolve } from 'node:path';
import { loadModule, loadProblem } from '../hooks/load-module.ts';
import { exitCodeOf } from '../platform/exit-code.ts';
import { KnownError } from '../platform/known-error.ts';
import type { SystemDeps } from '../platform/system-deps.ts';
import { afterOthers } from '../platform/time/loop.ts';
import { readScenarioText } from './load-scenario.ts';
import { objectSource, type ScenarioPlace } from './object-source.ts';
import type { ScenarioSource } from './scenario-source.ts';

/** Scenarios in TypeScript or JavaScript: modules with a scenario as their default export. */
const MODULES = ['.ts', '.mts', '.js', '.mjs'];

/** The process in which a module is loaded, if it is palaver's: what the module does to it ends the command. */
type Host = Pick<SystemDeps, 'onCrash' | 'onExit' | 'stderr'>;

/** Reads a scenario file: its text, or the object that a module exports. KnownError when it cannot be read. */
export async function readScenarioSource(path: string, host?: Host): Promise<ScenarioSource>;
export async function readScenarioSource(path: string | undefined, host?: Host): Promise<ScenarioSource | undefined>;
export async function readScenarioSource(path: string | undefined, host?: Host): Promise<ScenarioSource | undefined> {
  if (path === undefined) return undefined;
  if (!MODULES.includes(extname(path))) return { text: readScenarioText(path), path };
  const exports = await (host ? loadIn(host, path) : loadModule(resolve(path), path));
  const scenario = (exports as { default?: unknown } | undefined)?.default;
  if (typeof scenario === 'object' && scenario !== null) return objectSource(scenario, path, placeIn(path));
  const problem = scenario === undefined ? 'has no default export' : 'has a default export that is not a scenario';
  throw new KnownError(`${path} ${problem}`, { hint: 'write: export default defineScenario({ … })' });
}

/** Its functions are in the module itself, on whatever machine it is read. */
function placeIn(path: string): ScenarioPlace {
  return { module: `./${basename(path)}`, path: ['default'] };
}

/** `loadModule`; also if the module exits, waits for what never comes, or throws outside of its top level. */
async function loadIn({ onCrash, onExit, stderr }: Host, path: string): Promise<unknown> {
  const releases: (() => void)[] = [];
  const crashed = new Promise<never>((_, reject) => {
    releases.push(onCrash((cause) => reject(loadProblem(cause, resolve(path), path))));
  });
  releases.push(
    onExit(() => {
      stderr.write(`error: ${path} ended the process while it was loaded, or its top level never ends\n`);
      return exitCodeOf('invalid');
    }),
  );
  try {
    const loaded = loadModule(resolve(path), path);
    // Only then does Node tell which promises were rejected.
    return await Promise.race([crashed, loaded.finally(afterOthers)]);
  } finally {
    for (const release of releases) release();
  }
}
