import {
  choiceFlag,
  countFlag,
  durationFlag,
  listenFlag,
  listFlag,
  positiveDurationFlag,
  rateFlag,
  switchFlag,
  textFlag,
} from './flag.ts';
import { JUDGE_FLAGS } from './judge-flags.ts';

const TARGET = 'Target';
const LOAD = 'Load';
const NETWORK = 'Network';
const OUTPUT = 'Output';

/** Where to talk and how; shared by `run` and `check`. */
export const TARGET_FLAGS = {
  target: listFlag({
    group: TARGET,
    alias: 't',
    value: '[NAME=]URL',
    describe: 'endpoint URL, its last segment is the token',
  }),
  'token-file': listFlag({
    group: TARGET,
    value: '[NAME=]FILE',
    describe: 'file with the token, for a URL without one',
  }),
  mock: switchFlag({ group: TARGET, describe: 'talk to the built-in mock endpoint on loopback' }),
  'test-mode': switchFlag({ group: TARGET, describe: 'mark inputs as test inputs (at most 600 an hour)' }),
  channel: textFlag({ group: TARGET, value: 'NAME', describe: 'channel label for analytics (default palaver)' }),
  socketio: choiceFlag({ group: TARGET, describe: 'Socket.IO version to speak (default auto)' }, ['auto', '4', '2']),
  ready: textFlag({
    group: TARGET,
    value: 'auto|wait|assume|TIME',
    describe: 'when a conversation may begin (default auto)',
  }),
  handshake: choiceFlag({ group: TARGET, describe: 'where the ids travel (default query)' }, ['query', 'inner']),
  header: listFlag({ group: NETWORK, value: "'NAME: VALUE'", describe: 'extra header of the upgrade request' }),
  'connect-timeout': positiveDurationFlag({ group: NETWORK, describe: 'from name lookup to ready (default 20s)' }),
  ca: textFlag({ group: NETWORK, value: 'FILE', describe: 'trust these certificates, too' }),
  cert: textFlag({ group: NETWORK, value: 'FILE', describe: 'client certificate' }),
  key: textFlag({ group: NETWORK, value: 'FILE', describe: 'its private key' }),
  insecure: switchFlag({ group: NETWORK, alias: 'k', describe: 'accept any certificate' }),
  proxy: textFlag({ group: NETWORK, value: 'URL', describe: 'proxy (default HTTPS_PROXY, HTTP_PROXY, NO_PROXY)' }),
  resolve: listFlag({ group: NETWORK, value: 'HOST[:PORT]=ADDRESS', describe: 'use this address for that host' }),
  'local-address': listFlag({
    group: NETWORK,
    value: 'ADDRESS,…',
    describe: 'addresses of this machine that connections leave from in turn',
  }),
  env: listFlag({ group: TARGET, alias: 'e', value: 'KEY=VALUE', describe: 'value of a variable in the scenario' }),
  'allow-outside': switchFlag({
    group: TARGET,
    describe: 'Allow the scenario to read files outside its folder',
  }),
  vars: textFlag({
    group: TARGET,
    value: 'FILE',
    describe: 'read variables of the scenario from FILE, one KEY=VALUE a line',
  }),
};

/** Every command has these. */
export const COMMON_FLAGS = {
  'no-color': switchFlag({ group: OUTPUT, describe: 'no colour' }),
  debug: switchFlag({ group: OUTPUT, describe: 'show the stack trace of an error' }),
};

export const RUN_FLAGS = {
  say: listFlag({ group: LOAD, describe: 'without a scenario file: say this (repeatable, in order)' }),
  vus: countFlag(
    { group: LOAD, alias: 'u', describe: 'virtual users (default 1); alone: each holds one conversation' },
    1,
  ),
  duration: durationFlag({
    group: LOAD,
    alias: 'd',
    describe: 'how long they begin conversations: 30s, 5m; a bare number is seconds',
  }),
  stage: listFlag({
    group: LOAD,
    alias: 's',
    value: 'TIME:VUS|RATE',
    describe: 'reach so many users, or a rate such as 10/s, in that time (repeatable)',
  }),
  rate: rateFlag({
    group: LOAD,
    describe: 'so many conversations arrive, however long they take: 5/s, 300/min; a bare number is per second',
  }),
  'max-vus': countFlag(
    { group: LOAD, describe: 'with a rate: users at once at most; further arrivals are dropped' },
    1,
  ),
  conversations: countFlag(
    { group: LOAD, alias: 'i', describe: 'so many in total; with a duration, whichever ends first' },
    1,
  ),
  'graceful-stop': durationFlag({
    group: LOAD,
    describe: 'time to finish after the end (default longest timeout + 5s)',
  }),
  'target-order': textFlag({
    group: LOAD,
    value: 'together|abba[:TIME]',
    describe: 'several targets: all the time (default), or one at a time in blocks of TIME (60s), mirrored',
  }),
  'connect-concurrency': countFlag(
    { group: LOAD, describe: 'connections opening at once, per target (default 50)' },
    1,
  ),
  workers: countFlag(
    { group: LOAD, describe: 'load threads (default one for each 2,500 turns/s, at most cores - 1)' },
    1,
  ),
  seed: countFlag({ group: LOAD, describe: 'same seed: same conversations and think times' }, 0),
  'stop-on': listFlag({
    group: LOAD,
    value: "'RULE'|off",
    describe:
      'Stop the run (exit code 99) when RULE is true over its last TIME, for instance ' +
      "'connects_failed > 50% for 10s' (repeatable). Default: no successful connection for 30s; off disables the default",
  }),
  'no-thresholds': switchFlag({
    group: LOAD,
    describe: "Ignore the scenario's thresholds; keep the default conversation_completion > 50%",
  }),
  profile: textFlag({
    group: LOAD,
    value: 'NAME',
    describe: "one of the scenario's profiles, in place of its load, thresholds and mock",
  }),
  yes: switchFlag({
    group: LOAD,
    describe: 'run a plan that the budget guard (113) or the estimate of memory (112) would refuse',
  }),
  ...TARGET_FLAGS,
  out: listFlag({
    group: OUTPUT,
    alias: 'o',
    value: 'TYPE=FILE',
    describe: 'write html, markdown, junit, csv, timeline, hlog, hgrm, turns, … to a file (repeatable)',
  }),
  'keep-texts': switchFlag({ group: OUTPUT, describe: 'texts and values in clear in all outputs, not hashed' }),
  dashboard: listenFlag({
    group: OUTPUT,
    bare: '5665',
    describe: 'show the run while it goes on, as a web page (port 5665, on 127.0.0.1)',
  }),
  prometheus: listenFlag({
    group: OUTPUT,
    bare: '9464',
    describe: 'serve /metrics for Prometheus while the run goes on (port 9464, on 127.0.0.1)',
  }),
  'summary-export': textFlag({ group: OUTPUT, value: 'FILE', describe: 'the same as --out json=FILE' }),
  'report-dir': textFlag({
    group: OUTPUT,
    value: 'DIR',
    describe: 'where the folder of the run goes (default reports)',
  }),
  baseline: textFlag({
    group: 'Comparison',
    value: 'RUN|DIR',
    describe:
      'Compare with this run, or with the latest passed run of the scenario in DIR (none in it yet: nothing is compared); exit with 111 on a regression',
  }),
  ...JUDGE_FLAGS,
  name: textFlag({ group: OUTPUT, describe: 'name of the run (default: of the scenario)' }),
  'run-id': textFlag({ group: OUTPUT, describe: 'prefix of all user and session ids (default a fresh one)' }),
  tag: listFlag({ group: OUTPUT, value: 'KEY=VALUE', describe: 'label in the report' }),
  quiet: switchFlag({ group: OUTPUT, alias: 'q', describe: 'no progress' }),
  ...COMMON_FLAGS,
};

export const CHECK_FLAGS = {
  ...TARGET_FLAGS,
  say: textFlag({ group: TARGET, describe: 'what to say (default hello), in test mode' }),
  'no-say': switchFlag({ group: TARGET, describe: 'only connect' }),
  ...COMMON_FLAGS,
};
