import { KnownError } from '../platform/known-error.ts';
import type { World } from '../platform/world.ts';
import { practiceInputFromFlat, practiceOptionDocs } from '../practice/practice-option-docs.ts';
import type { PracticeInput } from '../practice/practice-options.ts';
import { startPractice } from '../practice/practice-server.ts';
import { loadScenarioFile } from '../scenario/load-scenario.ts';
import type { Command } from './command.ts';
import { countFlag, type Flag, textFlag } from './flag.ts';
import { noPositionals } from './positionals.ts';
import { type Options, resolveOptions } from './resolve-options.ts';
import { COMMON_FLAGS } from './run-flags.ts';

const OWN_FLAGS = {
  port: countFlag({ group: 'Endpoint', describe: 'port to listen at (default 4010; 0 for any free one)' }, 0),
  host: textFlag({ group: 'Endpoint', value: 'ADDRESS', describe: 'address to listen at (default 127.0.0.1)' }),
  from: textFlag({ group: 'Endpoint', value: 'FILE', describe: 'take the practice options of a scenario file' }),
  ...COMMON_FLAGS,
};

/** `faults.errorOutput` → `faults-error-output` */
const flagName = (key: string) => key.replace(/\./g, '-').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** One flag per practice option, made from the options' own definition. */
const OPTION_FLAGS: Readonly<Record<string, Flag<string>>> = Object.fromEntries(
  practiceOptionDocs.map(({ key, description, example, default: usual }) => [
    flagName(key),
    textFlag({
      group: key.startsWith('faults.') ? 'Faults' : 'Behaviour',
      value: 'VALUE',
      describe: `${description} (${[usual && `default ${usual}`, example && `e.g. ${example}`].filter(Boolean).join(', ')})`,
    }),
  ]),
);

const FLAGS = { ...OPTION_FLAGS, ...OWN_FLAGS };

/** `palaver endpoint`: serves the practice endpoint until a signal stops it. */
export const endpointCommand: Command = {
  flags: FLAGS,
  async run(world, args) {
    const { options, positionals } = resolveOptions(FLAGS, args, world.env);
    noPositionals(positionals);
    const own = options as Options<typeof OWN_FLAGS>;
    const { port = 4010, host = '127.0.0.1' } = own;
    if (port > 65_535) throw new KnownError(`--port: ${port} is no port`, { hint: 'choose one from 1 to 65535' });
    const server = await startPractice(practiceInput(options, own.from, world), { port, host });
    world.stdout.write(`practice endpoint at ${server.url}/${server.token}\n`);
    world.stderr.write(`counters at ${server.url}/stats; Ctrl+C stops it\n`);
    await new Promise<void>((resolve) => {
      world.onStopSignal(() => resolve());
    });
    await server.stop();
    return 0;
  },
};

function practiceInput(options: object, from: string | undefined, world: World): PracticeInput {
  const given = options as Readonly<Record<string, string | undefined>>;
  const flat = Object.fromEntries(
    practiceOptionDocs.flatMap(({ key }) => {
      const value = given[flagName(key)];
      return value === undefined ? [] : [[key, value]];
    }),
  );
  const chosen = practiceInputFromFlat(flat);
  if (from === undefined) return chosen;
  const base = loadScenarioFile(from, { env: world.env, needTargets: false, unneeded: ['load', 'thresholds', 'feeds'] })
    .practice.input;
  return { ...base, ...chosen, faults: { ...base.faults, ...chosen.faults } };
}
