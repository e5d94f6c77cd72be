import { parseWanted } from '../../fleet/coordinator/wanted-agents.ts';
import { parseFleetAddress } from '../../fleet/wire/fleet-address.ts';
import { KnownError } from '../../platform/known-error.ts';
import type { Environment } from '../../platform/process/environment.ts';
import { TURNS_OUTPUT } from '../../render/report-types.ts';
import { envName } from '../../run/flags/flag.ts';
import type { RunOptions } from '../../run/run-options.ts';
import type { GivenBy } from './resolve-options.ts';

/** Files and network of one machine, in whose environment they can be; agents get them only with sealed targets. */
const WITH_SEALED_TARGETS = ['token-file', 'ca', 'cert', 'key', 'proxy', 'resolve'] as const;

const HINTS = {
  mock: 'start palaver mock where all agents can reach it, and use --target',
  shard: 'the coordinator divides the load among the agents: --agents N',
} as const;

interface Given {
  readonly options: RunOptions;
  readonly givenBy: Readonly<Record<string, GivenBy>>;
}

/**
 * Checks the options of a run or a search on a fleet, if it is one.
 * @throws KnownError (104) for options that cannot be combined with --fleet, or that agents would not get.
 */
export function checkFleetOptions({ options, givenBy }: Given, env: Environment): void {
  if (options.fleet === undefined) return;
  parseFleetAddress(options.fleet, env);
  parseWanted(options.agents, options.place);
  const local = (['mock', 'shard'] as const).find((name) => options[name] !== undefined);
  if (local !== undefined) throw new KnownError(`--${local} cannot be combined with --fleet`, { hint: HINTS[local] });
  const isGiven = (name: string) => givenBy[name] === 'command line';
  const own = options['fleet-key-file'] === undefined ? WITH_SEALED_TARGETS.find(isGiven) : undefined;
  if (own !== undefined || isGiven('local-address')) {
    const without = own === undefined ? '' : ' without --fleet-key-file';
    throw new KnownError(`--${own ?? 'local-address'} cannot be combined with --fleet${without}`, {
      hint: `each machine has its own: set ${envName(own ?? 'local-address')} here and on each agent instead`,
    });
  }
  turnsOnAgents(options);
}

/**
 * The name in `--out turns=NAME`; undefined: not given.
 * @throws KnownError (104) for a path: agents have folders of their own.
 */
export function turnsOnAgents({ out = [] }: RunOptions): string | undefined {
  const name = out.find((text) => text.startsWith(`${TURNS_OUTPUT}=`))?.slice(TURNS_OUTPUT.length + 1);
  if (name === undefined || /^\w[\w.-]*$/.test(name)) return name;
  throw new KnownError(`--out turns= must have a file name without a folder on a fleet (got "${name}")`, {
    hint: 'each agent writes its turns to RUN-shard-1-of-2-NAME in its --report-dir: --out turns=turns.jsonl',
  });
}
