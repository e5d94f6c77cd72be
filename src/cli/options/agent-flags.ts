import { labelFlag, listFlag, textFlag } from '../../run/flags/flag.ts';
import { FLEET_FLAGS, FLEET_GROUP } from '../../run/flags/fleet-flags.ts';
import { COMMON_FLAGS } from '../../run/flags/run-flags.ts';
import { TARGET_FLAGS } from '../../run/flags/target-flags.ts';

/** Without those that the coordinator decides for all agents. */
const {
  env: _env,
  vars: _vars,
  mock: _mock,
  'allow-outside': _outside,
  'tls-resume': _tlsResume,
  ...OWN_TARGET_FLAGS
} = TARGET_FLAGS;

export const AGENT_FLAGS = {
  ...FLEET_FLAGS,
  name: labelFlag({
    group: FLEET_GROUP,
    describe: 'Unique name of this agent (default: host name and four hex digits)',
  }),
  place: labelFlag({
    group: FLEET_GROUP,
    describe: 'Where this agent runs, such as eu-west: a label of its results',
  }),
  allow: listFlag({
    group: FLEET_GROUP,
    value: 'HOST,…',
    describe:
      'Hosts that this agent may send load to, besides its own machine; *.example.com for subdomains, * for all',
  }),
  'report-dir': textFlag({
    group: 'Output',
    value: 'DIR',
    describe: 'Create the folders of the shard files in DIR (default reports)',
  }),
  ...OWN_TARGET_FLAGS,
  ...COMMON_FLAGS,
};
