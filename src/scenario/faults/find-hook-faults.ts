import type { HookReference } from '../../hooks/hook-reference.ts';
import { providedModule } from '../../hooks/provided-modules.ts';
import { isFolder, isThere } from '../../platform/files/files.ts';
import { KnownError } from '../../platform/known-error.ts';
import type { FindFile } from '../data/named-files.ts';
import { type FlatIssue, valueAt } from '../file/flatten-issues.ts';
import { type PlacedStep, reachableSteps, type ScenarioSteps } from '../file/parse-steps.ts';
import type { Path } from '../file/text-place.ts';
import { runHook } from '../schema/steps/hook-schema.ts';

interface PlacedHook {
  readonly path: Path;
  readonly hook: HookReference;
}

/** Functions whose file is missing or outside of the scenario's folder. `find`: resolves the paths. */
export function findHookFaults(
  scenario: unknown,
  { conversations, lists }: ScenarioSteps,
  find: FindFile,
): readonly FlatIssue[] {
  const steps = [...conversations.map((each) => each.steps), ...lists.values()];
  const hooks = [
    ...['setup', 'teardown'].flatMap((key) => runHookAt(scenario, key)),
    ...steps.flatMap((list) => reachableSteps(list, lists).flatMap(hooksOfStep)),
  ];
  // A list that is used twice is reported once.
  const faults = hooks.map(({ path, hook }) => [JSON.stringify(path), faultOf(path, hook, find)] as const);
  return [...new Map(faults).values()].filter((fault) => fault !== undefined);
}

function runHookAt(scenario: unknown, key: string): readonly PlacedHook[] {
  const written = valueAt(scenario, [key]);
  const { data } = runHook.safeParse(written);
  if (data === undefined) return [];
  return [{ path: typeof written === 'string' ? [key] : [key, 'call'], hook: data.hook }];
}

function hooksOfStep({ input, path }: PlacedStep): readonly PlacedHook[] {
  if (input?.kind === 'call') return [{ path: [...path, 'call'], hook: input.hook }];
  if (input?.kind !== 'turn') return [];
  const { utterance, expect } = input;
  return [
    ...(utterance.kind === 'call' ? [{ path: [...path, 'say', 'call'], hook: utterance.hook }] : []),
    ...(expect.call ? [{ path: [...path, 'expect', 'call'], hook: expect.call }] : []),
  ];
}

function faultOf(path: Path, { module, shown }: HookReference, find: FindFile): FlatIssue | undefined {
  const message = whyNot(module, shown, find);
  return message === undefined ? undefined : { path, message, atKey: false, isFullMessage: true };
}

function whyNot(module: string, shown: string, find: FindFile): string | undefined {
  if (providedModule(module)) return undefined;
  try {
    const file = find(module, 'file');
    if (isThere(file) && !isFolder(file)) return undefined;
    return `cannot load ${shown}: no such file; paths are relative to the scenario`;
  } catch (thrown) {
    if (!(thrown instanceof KnownError)) throw thrown;
    return [thrown.message, thrown.hint].filter(Boolean).join('; ');
  }
}
