import type { SystemDeps } from '../../platform/system-deps.ts';
import type { GivenBy } from './resolve-options.ts';

const OF_BASELINE = ['margin', 'share-margin', 'gate', 'fail-on'];

interface Given {
  readonly options: { readonly mock?: boolean; readonly target?: unknown; readonly baseline?: string };
  readonly givenBy: Readonly<Record<string, GivenBy>>;
}

/** Prints a note for each option of the command line that has no effect together with, or without, another one. */
export function noteWithoutEffect({ options, givenBy }: Given, { stderr }: Pick<SystemDeps, 'stderr'>): void {
  const given = (name: string) => givenBy[name] === 'command line';
  if (options.mock && options.target) stderr.write('note: --mock replaces --target\n');
  if (options.mock && given('token-file')) stderr.write('note: --token-file has no effect with --mock\n');
  if (options.baseline !== undefined) return;
  for (const name of OF_BASELINE.filter(given)) stderr.write(`note: --${name} has no effect without --baseline\n`);
}
