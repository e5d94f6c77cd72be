import { JUDGE_FLAGS } from '../run/flags/judge-flags.ts';
import { RUN_FLAGS } from '../run/flags/run-flags.ts';

/**
 * Flags of `run` without a counterpart in the library: a program has values in place of outputs, compares with `compare`, and
 * divides no load over machines.
 */
const {
  say: _say,
  shard: _shard,
  'start-at': _startAt,
  fleet: _fleet,
  'fleet-key-file': _fleetKeyFile,
  agents: _agents,
  wait: _wait,
  lease: _lease,
  out: _out,
  dashboard: _dashboard,
  prometheus: _prometheus,
  'summary-export': _summaryExport,
  baseline: _baseline,
  margin: _margin,
  'share-margin': _shareMargin,
  gate: _gate,
  'fail-on': _failOn,
  quiet: _quiet,
  'no-color': _noColor,
  debug: _debug,
  ...runOptions
} = RUN_FLAGS;

/** The options of `run` in the library. */
export const RUN_OPTIONS = runOptions;

/** Those of `compare`. */
export const COMPARE_OPTIONS = JUDGE_FLAGS;
