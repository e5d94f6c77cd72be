import { PROTOCOL_NAMES } from '../../endpoint/protocol/protocol-names.ts';
import { choiceFlag, listFlag, positiveDurationFlag, switchFlag, textFlag } from './flag.ts';

const TARGET = 'Target';
const NETWORK = 'Network';

/** The target and its connection; shared by `run` and `check`. */
export const TARGET_FLAGS = {
  target: listFlag({
    group: TARGET,
    alias: 't',
    value: '[NAME=]URL',
    describe: 'Endpoint URL; with protocol cognigy, its last path segment is the token',
  }),
  protocol: choiceFlag(
    { group: TARGET, describe: "Protocol of the bot (default the scenario's, else cognigy)" },
    PROTOCOL_NAMES,
  ),
  'token-file': listFlag({
    group: TARGET,
    value: '[NAME=]FILE',
    describe: 'Read the token from FILE, for a URL without one',
  }),
  mock: switchFlag({ group: TARGET, describe: 'Use the built-in mock endpoint on 127.0.0.1' }),
  'test-mode': switchFlag({
    group: TARGET,
    describe: 'Mark inputs as test inputs (not billed; Cognigy allows 600 per hour)',
  }),
  channel: textFlag({ group: TARGET, value: 'NAME', describe: 'Channel of inputs in analytics (default palaver)' }),
  socketio: choiceFlag({ group: TARGET, describe: 'Socket.IO protocol version (default auto)' }, ['auto', '4', '2']),
  ready: textFlag({
    group: TARGET,
    value: 'auto|wait|assume|TIME',
    describe:
      'When a session is ready: at the ready signal of the server (wait), 200 ms after connecting (assume) or TIME after it (default auto: the target check decides)',
  }),
  handshake: choiceFlag(
    {
      group: TARGET,
      describe: 'Send session and user ids in the URL query, or in a message after connecting (default query)',
    },
    ['query', 'inner'],
  ),
  header: listFlag({
    group: NETWORK,
    value: "'NAME: VALUE'",
    describe: 'Add a header to the HTTP requests that open a connection; templates are allowed in its value',
  }),
  query: listFlag({
    group: NETWORK,
    value: 'NAME=VALUE',
    describe: 'Add a query parameter to the requests that open a connection; templates are allowed in its value',
  }),
  'connect-timeout': positiveDurationFlag({
    group: NETWORK,
    describe: 'Maximum time from DNS lookup to ready (default 20s)',
  }),
  ca: textFlag({ group: NETWORK, value: 'FILE', describe: 'Also trust the CA certificates in FILE' }),
  cert: textFlag({ group: NETWORK, value: 'FILE', describe: 'Client certificate' }),
  key: textFlag({ group: NETWORK, value: 'FILE', describe: 'Private key of the client certificate' }),
  insecure: switchFlag({ group: NETWORK, alias: 'k', describe: 'Skip TLS certificate verification' }),
  'tls-resume': switchFlag({
    group: NETWORK,
    describe: 'Resume TLS sessions (default: a full TLS handshake for each connection, as for a new user)',
  }),
  proxy: textFlag({
    group: NETWORK,
    value: 'URL',
    describe: 'Proxy (default from HTTPS_PROXY, HTTP_PROXY and NO_PROXY)',
  }),
  resolve: listFlag({ group: NETWORK, value: 'HOST[:PORT]=ADDRESS', describe: 'Resolve HOST to ADDRESS' }),
  'local-address': listFlag({
    group: NETWORK,
    value: 'ADDRESS,…',
    describe: 'Local addresses to connect from, used in rotation',
  }),
  env: listFlag({ group: TARGET, alias: 'e', value: 'KEY=VALUE', describe: 'Set a variable of the scenario' }),
  'allow-outside': switchFlag({
    group: TARGET,
    describe: 'Allow the scenario to read files outside its folder',
  }),
  vars: textFlag({
    group: TARGET,
    value: 'FILE',
    describe: 'Read variables of the scenario from FILE, one KEY=VALUE per line',
  }),
};
