import { basename, extname, resolve } from 'node:path';
import { loadModule } from '../hooks/load-module.ts';
import { KnownError } from '../platform/known-error.ts';
import { readScenarioText } from './load-scenario.ts';
import { objectSource, type ScenarioPlace } from './object-source.ts';
import type { ScenarioSource } from './scenario-source.ts';

/** Scenarios in TypeScript or JavaScript: modules with a scenario as their default export. */
const MODULES = ['.ts', '.mts', '.js', '.mjs'];

/** Reads a scenario file: its text, or the object that a module exports. KnownError when it cannot be read. */
export async function readScenarioSource(path: string): Promise<ScenarioSource>;
export async function readScenarioSource(path: string | undefined): Promise<ScenarioSource | undefined>;
export async function readScenarioSource(path: string | undefined): Promise<ScenarioSource | undefined> {
  if (path === undefined) return undefined;
  if (!MODULES.includes(extname(path))) return { text: readScenarioText(path), path };
  const exports = await loadModule(resolve(path), path);
  const scenario = (exports as { default?: unknown } | undefined)?.default;
  if (typeof scenario === 'object' && scenario !== null) return objectSource(scenario, path, placeIn(path));
  const problem = scenario === undefined ? 'has no default export' : 'has a default export that is not a scenario';
  throw new KnownError(`${path} ${problem}`, { hint: 'write: export default defineScenario({ … })' });
}

/** Its functions are in the module itself, on whatever machine it is read. */
function placeIn(path: string): ScenarioPlace {
  return { module: `./${basename(path)}`, path: ['default'] };
}
