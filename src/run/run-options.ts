import type { Options } from './flags/flag.ts';
import type { RUN_FLAGS } from './flags/run-flags.ts';
import type { TARGET_FLAGS } from './flags/target-flags.ts';

/** Options of the target and its connection, by the names of their flags; those not given are absent. Durations in ms. */
export type TargetOptions = Options<typeof TARGET_FLAGS>;

/** Options of a run. */
export type RunOptions = Options<typeof RUN_FLAGS>;
