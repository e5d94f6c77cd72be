import { mockInputFromFlat, mockOptionDocs } from '../../mock/mock-option-docs.ts';
import type { MockInput } from '../../mock/mock-options.ts';
import { startMock } from '../../mock/mock-server.ts';
import { KnownError } from '../../platform/known-error.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import { loadScenarioFile } from '../../scenario/load-scenario.ts';
import type { Command } from '../command.ts';
import { countFlag, type Flag, textFlag } from '../options/flag.ts';
import { noPositionals } from '../options/positionals.ts';
import { type Options, resolveOptions } from '../options/resolve-options.ts';
import { COMMON_FLAGS } from '../options/run-flags.ts';

const OWN_FLAGS = {
  port: countFlag({ group: 'Endpoint', describe: 'Port to listen on (default 4010; 0: any free port)' }, 0),
  host: textFlag({ group: 'Endpoint', value: 'ADDRESS', describe: 'Address to listen on (default 127.0.0.1)' }),
  from: textFlag({ group: 'Endpoint', value: 'FILE', describe: 'Read the mock options from a scenario file' }),
  ...COMMON_FLAGS,
};

/** `faults.errorOutput` → `faults-error-output` */
const flagName = (key: string) => key.replace(/\./g, '-').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** One flag per mock option, made from the options' own definition. */
const OPTION_FLAGS: Readonly<Record<string, Flag<string>>> = Object.fromEntries(
  mockOptionDocs.map(({ key, description, example, default: usual }) => [
    flagName(key),
    textFlag({
      group: key.startsWith('faults.') ? 'Faults' : 'Behaviour',
      value: 'VALUE',
      describe: `${description} (${[usual && `default ${usual}`, example && `e.g. ${example}`].filter(Boolean).join(', ')})`,
    }),
  ]),
);

const FLAGS = { ...OPTION_FLAGS, ...OWN_FLAGS };

/** `palaver mock`: serves the mock endpoint until a signal stops it. */
export const mockCommand: Command = {
  flags: FLAGS,
  async run(system, args) {
    const { options, positionals } = resolveOptions(FLAGS, args, system.env);
    noPositionals(positionals);
    const own = options as Options<typeof OWN_FLAGS>;
    const { port = 4010, host = '127.0.0.1' } = own;
    if (port > 65_535) throw new KnownError(`--port must be at most 65535 (got ${port})`);
    const server = await startMock(mockInput(options, own.from, system), { port, host });
    system.stdout.write(`mock endpoint at ${server.url}/${server.token}\n`);
    system.stderr.write(`counters at ${server.url}/stats; Ctrl+C stops it\n`);
    await new Promise<void>((resolve) => {
      system.onStopSignal(() => resolve());
    });
    await server.stop();
    return 0;
  },
};

function mockInput(options: object, from: string | undefined, system: SystemDeps): MockInput {
  const given = options as Readonly<Record<string, string | undefined>>;
  const flat = Object.fromEntries(
    mockOptionDocs.flatMap(({ key }) => {
      const value = given[flagName(key)];
      return value === undefined ? [] : [[key, value]];
    }),
  );
  const chosen = mockInputFromFlat(flat);
  if (from === undefined) return chosen;
  const base = loadScenarioFile(from, {
    env: system.env,
    needTargets: false,
    unneeded: ['load', 'thresholds', 'feeds'],
  }).mock.input;
  return { ...base, ...chosen, faults: { ...base.faults, ...chosen.faults } };
}
