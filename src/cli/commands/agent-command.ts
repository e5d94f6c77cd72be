import { randomBytes } from 'node:crypto';
import { WorkerThreads } from '../../distribute/worker-threads.ts';
import type { AgentDeps } from '../../fleet/agent/agent-deps.ts';
import { parseAllowed } from '../../fleet/agent/allowed-hosts.ts';
import { prepareShare } from '../../fleet/agent/prepare-share.ts';
import { runAgent } from '../../fleet/agent/run-agent.ts';
import { describeFleet, parseFleetAddress } from '../../fleet/wire/fleet-address.ts';
import { connectFleet } from '../../fleet/wire/nats-connection.ts';
import { readFleetKey } from '../../fleet/wire/seal.ts';
import { exitCodeOf } from '../../platform/exit-code.ts';
import { packageVersion } from '../../platform/files/package-facts.ts';
import { KnownError } from '../../platform/known-error.ts';
import { forDisplay } from '../../platform/redact.ts';
import { knownCalibration } from '../../run/stored-calibration.ts';
import type { Command } from '../command.ts';
import { AGENT_FLAGS } from '../options/agent-flags.ts';
import { resolveOptions } from '../options/resolve-options.ts';

/** `palaver agent`: a load generator that coordinators (`palaver run --fleet`, `capacity --fleet`) use, until it is stopped. */
export const agentCommand: Command = {
  async run(system, args) {
    const { options, positionals } = resolveOptions(AGENT_FLAGS, args, system.env);
    if (positionals.length > 0) {
      throw new KnownError(`palaver agent takes no file (got ${positionals[0]})`, {
        hint: 'the coordinator names the scenario: palaver run SCENARIO --fleet URL',
      });
    }
    if (options.fleet === undefined)
      throw new KnownError('--fleet is missing', { hint: 'use --fleet nats://HOST:4222, or set PALAVER_FLEET' });
    const id = randomBytes(6).toString('hex');
    const { fleet, name = `${system.machine.host}-${id.slice(0, 4)}`, place } = options;
    const address = parseFleetAddress(fleet, system.env);
    const keyFile = options['fleet-key-file'];
    const allowed = parseAllowed(options.allow);
    const key = keyFile === undefined ? undefined : readFleetKey(keyFile);
    const connection = await connectFleet(address, `palaver agent ${name}`);
    const at = place === undefined ? '' : ` at ${place}`;
    const onNotice = (message: string) => system.stderr.write(`${forDisplay(message)}\n`);
    try {
      const agent: AgentDeps = {
        system,
        connection,
        executor: new WorkerThreads(system),
        prepare: prepareShare,
        version: packageVersion(),
        id,
        name,
        place,
        allowed,
        key,
        targetOptions: options,
        reportDir: options['report-dir'] ?? 'reports',
        calibration: knownCalibration(system),
        onNotice,
      };
      const lost = await runAgent(agent, () => onNotice(`agent ${name}${at}: in the fleet ${describeFleet(address)}`));
      if (lost !== undefined) throw new KnownError(lost, { exit: 'incomplete', hint: 'start the agent again' });
      return exitCodeOf('pass');
    } finally {
      await connection.close();
    }
  },
};
