import { countFlag, durationFlag, positiveDurationFlag, textFlag } from './flag.ts';

export const FLEET_GROUP = 'Fleet';
const FLEET = FLEET_GROUP;

/** The fleet; shared by `run`, `capacity` and `agent`. */
export const FLEET_FLAGS = {
  fleet: textFlag({
    group: FLEET,
    value: 'URL',
    describe:
      'NATS server of the fleet, nats://HOST[:PORT][/FLEET] (tls:// to encrypt); credentials in PALAVER_FLEET_USER and PALAVER_FLEET_PASSWORD, PALAVER_FLEET_TOKEN, PALAVER_FLEET_CREDS or PALAVER_FLEET_NKEY',
  }),
  'fleet-key-file': textFlag({
    group: FLEET,
    value: 'FILE',
    describe: 'Key shared by the coordinator and its agents, to send them the targets and tokens encrypted',
  }),
};

/** Which agents a run or a capacity search uses. */
export const COORDINATOR_FLAGS = {
  agents: countFlag({ group: FLEET, describe: 'Number of agents (default: all free agents)' }, 1),
  wait: durationFlag({
    group: FLEET,
    describe: 'Maximum time to wait for free agents, and then for them to get ready (default 60s)',
  }),
  lease: positiveDurationFlag({
    group: FLEET,
    describe: 'Agents end their load after TIME without a message from the coordinator (default 30s)',
  }),
};
