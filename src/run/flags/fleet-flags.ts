import { countFlag, durationFlag, positiveDurationFlag, textFlag } from './flag.ts';

export const FLEET_GROUP = 'Fleet';
const FLEET = FLEET_GROUP;

/** The fleet; shared by `run`, `capacity` and `agent`. */
export const FLEET_FLAGS = {
  fleet: textFlag({
    group: FLEET,
    value: 'URL',
    describe:
      'Agents on the NATS server nats://HOST[:PORT][/FLEET] (tls:// to encrypt); credentials in PALAVER_FLEET_USER and PALAVER_FLEET_PASSWORD, PALAVER_FLEET_TOKEN, PALAVER_FLEET_CREDS or PALAVER_FLEET_NKEY',
  }),
  'fleet-key-file': textFlag({
    group: FLEET,
    value: 'FILE',
    describe: 'Key that the coordinator and its agents share: targets, with their tokens, are sent sealed with it',
  }),
};

/** Which agents a run or a capacity search uses. */
export const COORDINATOR_FLAGS = {
  agents: countFlag({ group: FLEET, describe: 'Number of agents (default all that are free)' }, 1),
  wait: durationFlag({
    group: FLEET,
    describe: 'Maximum time to wait for agents, and for them to get ready (default 60s)',
  }),
  lease: positiveDurationFlag({
    group: FLEET,
    describe: 'How long agents go on without hearing from this coordinator (default 30s)',
  }),
};
