import type { ProtocolName } from '../../endpoint/endpoint-settings.ts';
import { mockInputFromFlat, mockOptionDocs } from '../../mock/mock-option-docs.ts';
import { type MockInput, parseMockOptions } from '../../mock/mock-options.ts';
import { startMock } from '../../mock/mock-server.ts';
import { KnownError } from '../../platform/known-error.ts';
import type { SystemDeps } from '../../platform/system-deps.ts';
import { mockProtocol } from '../../run/conduct/mock-for.ts';
import type { Options } from '../../run/flags/flag.ts';
import { parseScenario } from '../../scenario/load-scenario.ts';
import { readScenarioSource } from '../../scenario/read-source.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Command } from '../command.ts';
import { MOCK_FLAGS, mockFlagName, type SERVE_FLAGS } from '../options/mock-flags.ts';
import { noPositionals } from '../options/positionals.ts';
import { resolveOptions } from '../options/resolve-options.ts';

/** `palaver mock`: serves the mock endpoint until a signal stops it. */
export const mockCommand: Command = {
  async run(system, args) {
    const { options, positionals } = resolveOptions(MOCK_FLAGS, args, system.env);
    noPositionals(positionals, 'mock');
    const own = options as Options<typeof SERVE_FLAGS>;
    const { port = 4010, host = '127.0.0.1' } = own;
    if (port > 65_535) throw new KnownError(`--port must be at most 65535 (got ${port})`);
    const scenario = own.from === undefined ? undefined : await readScenario(own.from, own.protocol, system);
    const [target] = Object.values(scenario?.targets ?? {});
    const address = { port, host, protocol: mockProtocol(target, own) };
    const server = await startMock(mockInput(options, scenario), address, system);
    const url = server.token === '' ? server.url : `${server.url}/${server.token}`;
    system.stdout.write(`mock endpoint at ${url}\n`);
    system.stderr.write(`counters at ${server.url}/stats; Ctrl+C stops it\n`);
    await new Promise<void>((resolve) => {
      system.onStopSignal(() => resolve());
    });
    await server.stop();
    return 0;
  },
};

async function readScenario(path: string, protocol: ProtocolName | undefined, system: SystemDeps): Promise<Scenario> {
  const unneeded = ['load', 'thresholds', 'feeds'] as const;
  return parseScenario(await readScenarioSource(path, system), {
    env: system.env,
    needTargets: false,
    unneeded,
    protocol,
  });
}

function mockInput(options: object, scenario: Scenario | undefined): MockInput {
  const given = options as Readonly<Record<string, string | undefined>>;
  const flat = Object.fromEntries(
    mockOptionDocs.flatMap(({ key }) => {
      const value = given[mockFlagName(key)];
      return value === undefined ? [] : [[key, value]];
    }),
  );
  const chosen = mockInputFromFlat(flat);
  parseMockOptions(chosen, (key) => `--${mockFlagName(key)}`);
  if (!scenario) return chosen;
  const base = scenario.mock.input;
  return { ...base, ...chosen, faults: { ...base.faults, ...chosen.faults } };
}
