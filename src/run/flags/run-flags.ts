import { SERIES_DETAILS } from '../../measure/shape/run-shape.ts';
import {
  choiceFlag,
  countFlag,
  durationFlag,
  listenFlag,
  listFlag,
  placeFlag,
  rateFlag,
  switchFlag,
  textFlag,
} from './flag.ts';
import { COORDINATOR_FLAGS, FLEET_FLAGS, FLEET_GROUP } from './fleet-flags.ts';
import { BASELINE_FLAGS } from './judge-flags.ts';
import { TARGET_FLAGS } from './target-flags.ts';
import { TRACE_FLAG } from './trace-flag.ts';

const LOAD = 'Load';
const OUTPUT = 'Output';

/** Flags of every command. */
export const COMMON_FLAGS = {
  'no-color': switchFlag({ group: OUTPUT, describe: 'Disable colours' }),
  debug: switchFlag({ group: OUTPUT, describe: 'Print the stack trace of an error' }),
};

export const RUN_FLAGS = {
  say: listFlag({ group: LOAD, describe: 'Without a scenario file: send this utterance (repeatable, in order)' }),
  vus: countFlag(
    {
      group: LOAD,
      alias: 'u',
      describe: 'Number of virtual users (default 1); without --duration or --conversations each runs one conversation',
    },
    1,
  ),
  duration: durationFlag({
    group: LOAD,
    alias: 'd',
    describe: 'Start conversations for TIME, such as 30s or 5m; a bare number is in seconds',
  }),
  stage: listFlag({
    group: LOAD,
    alias: 's',
    value: 'TIME:VUS|RATE',
    describe: 'Ramp linearly to VUS virtual users, or to RATE, over TIME (repeatable)',
  }),
  rate: rateFlag({
    group: LOAD,
    describe:
      'Start conversations at RATE, such as 5/s or 300/min, independent of response times (open model); a bare number is per second',
  }),
  'max-vus': countFlag(
    { group: LOAD, describe: 'Open model: maximum number of virtual users at once; arrivals above it are dropped' },
    1,
  ),
  conversations: countFlag(
    {
      group: LOAD,
      alias: 'i',
      describe: 'Total number of conversations; with a duration, the run ends at whichever comes first',
    },
    1,
  ),
  'graceful-stop': durationFlag({
    group: LOAD,
    describe: 'Time for conversations to finish after the load ends (default longest timeout + 5s)',
  }),
  'target-order': textFlag({
    group: LOAD,
    value: 'together|abba[:TIME]',
    describe:
      'Several targets: load all of them together (default), or alternate in ABBA order, TIME per slot (default 60s)',
  }),
  'connect-concurrency': countFlag(
    { group: LOAD, describe: 'Maximum number of connections being opened at once, per target (default 50)' },
    1,
  ),
  workers: countFlag(
    {
      group: LOAD,
      describe:
        'Number of load threads (default: enough that each uses at most half a core, by the measured cost of a turn; ' +
        'at most cores - 1; with --mock cores - 2)',
    },
    1,
  ),
  shard: textFlag({
    group: LOAD,
    value: 'K/N|auto',
    describe:
      'Run shard K of N of the load and write its file, for palaver merge (auto: K and N from the batch system); needs --start-at',
  }),
  'start-at': textFlag({ group: LOAD, value: 'TIME', describe: 'Start of all shards, such as 2026-12-01T10:00:00Z' }),
  place: placeFlag({
    group: FLEET_GROUP,
    describe:
      'Where this load generator runs, such as eu-west: a label of its results; with --fleet: use N agents at NAME (repeatable)',
  }),
  ...FLEET_FLAGS,
  ...COORDINATOR_FLAGS,
  seed: countFlag(
    { group: LOAD, describe: 'Random seed; the same seed gives the same conversations and think times' },
    0,
  ),
  'stop-on': listFlag({
    group: LOAD,
    value: "'RULE'|off",
    describe:
      'Stop the run (exit code 99) when RULE holds for its duration, for instance ' +
      "'connects_failed > 50% for 10s' (repeatable). Default: no successful connection for 30s; off disables the default",
  }),
  'no-thresholds': switchFlag({
    group: LOAD,
    describe: "Ignore the scenario's thresholds; keep the default conversation_completion > 50%",
  }),
  profile: textFlag({
    group: LOAD,
    value: 'NAME',
    describe: 'Use a profile of the scenario in place of its load, thresholds and mock',
  }),
  yes: switchFlag({
    group: LOAD,
    describe: 'Run even if the plan exceeds the platform limits (exit code 113) or the memory estimate (112)',
  }),
  ...TARGET_FLAGS,
  out: listFlag({
    group: OUTPUT,
    alias: 'o',
    value: 'TYPE=FILE',
    describe:
      'Write csv, hgrm, hgrm-turn, hlog, html, json, junit, markdown, tables, timeline or turns to FILE (repeatable)',
  }),
  'no-html': switchFlag({ group: OUTPUT, describe: 'Do not write the HTML page report.html next to report.json' }),
  'keep-texts': switchFlag({
    group: OUTPUT,
    describe: 'Keep texts and values in plain text in all outputs instead of hashing them',
  }),
  series: choiceFlag(
    { group: OUTPUT, describe: 'Measure each step (default), only conversations, or only targets (none)' },
    SERIES_DETAILS,
  ),
  ...TRACE_FLAG,
  dashboard: listenFlag({
    group: OUTPUT,
    bare: '5665',
    describe: 'Serve a live web page of the run (default 127.0.0.1:5665)',
  }),
  prometheus: listenFlag({
    group: OUTPUT,
    bare: '9464',
    describe: 'Serve /metrics for Prometheus during the run (default 127.0.0.1:9464)',
  }),
  'summary-export': textFlag({ group: OUTPUT, value: 'FILE', describe: 'Same as --out json=FILE' }),
  'report-dir': textFlag({
    group: OUTPUT,
    value: 'DIR',
    describe: 'Create the folder of the run in DIR (default reports)',
  }),
  ...BASELINE_FLAGS,
  name: textFlag({ group: OUTPUT, describe: 'Name of the run (default: name of the scenario)' }),
  'run-id': textFlag({ group: OUTPUT, describe: 'Prefix of all user and session ids (default: generated)' }),
  tag: listFlag({ group: OUTPUT, value: 'KEY=VALUE', describe: 'Add a tag to the report' }),
  quiet: switchFlag({ group: OUTPUT, alias: 'q', describe: 'Do not show progress' }),
  ...COMMON_FLAGS,
};
