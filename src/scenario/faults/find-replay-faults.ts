import { KnownError } from '../../platform/known-error.ts';
import { buildLoad } from '../build/build-load.ts';
import type { FindFile } from '../data/named-files.ts';
import { type FlatIssue, valueAt } from '../file/flatten-issues.ts';
import { load as loadSchema } from '../schema/load-schema.ts';

/** Timelines to replay, of the scenario and its profiles, that cannot be read or contain no load. `find`: resolves their paths. */
export function findReplayFaults(scenario: unknown, find: FindFile): readonly FlatIssue[] {
  const profiles = valueAt(scenario, ['profiles']);
  const names = typeof profiles === 'object' && profiles !== null ? Object.keys(profiles) : [];
  const paths = [['load'], ...names.map((name) => ['profiles', name, 'load'])];
  return paths.flatMap((path) => {
    const message = faultOf(valueAt(scenario, path), find);
    if (message === undefined) return [];
    return [{ path: [...path, 'open', 'replay'], message, atKey: true, isFullMessage: true }];
  });
}

function faultOf(load: unknown, find: FindFile): string | undefined {
  const input = loadSchema.safeParse(load);
  if (!input.success || input.data.open?.replay === undefined) return undefined;
  try {
    buildLoad(input.data, [], find);
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof KnownError)) throw thrown;
    return [thrown.message, thrown.hint].filter(Boolean).join('; ');
  }
}
