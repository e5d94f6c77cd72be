import type { SystemDeps } from '../../platform/system-deps.ts';
import type { GivenBy } from './resolve-options.ts';

const OF_BASELINE = ['margin', 'share-margin', 'gate', 'fail-on'];
const OF_FLEET = ['agents', 'wait', 'lease', 'fleet-key-file'];

interface Given {
  readonly options: {
    readonly mock?: boolean;
    readonly target?: unknown;
    readonly baseline?: string;
    readonly fleet?: string;
  };
  readonly givenBy: Readonly<Record<string, GivenBy>>;
}

/** Prints a note for each option of the command line that has no effect together with, or without, another one. */
export function noteWithoutEffect({ options, givenBy }: Given, { stderr }: Pick<SystemDeps, 'stderr'>): void {
  const given = (name: string) => givenBy[name] === 'command line';
  if (options.mock && options.target) stderr.write('note: --mock replaces --target\n');
  if (options.mock && given('token-file')) stderr.write('note: --token-file has no effect with --mock\n');
  const without = (needed: 'baseline' | 'fleet', names: readonly string[]) => {
    if (options[needed] !== undefined) return;
    for (const name of names.filter(given)) stderr.write(`note: --${name} has no effect without --${needed}\n`);
  };
  without('baseline', OF_BASELINE);
  without('fleet', OF_FLEET);
}
