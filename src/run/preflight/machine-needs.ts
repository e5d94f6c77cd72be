import type { LocalPorts } from '../../platform/process/local-ports.ts';
import type { PlannedPeak } from '../../scenario/plan/planned-peak.ts';

/** The resources of this machine; undefined ones are unknown and not checked. */
export interface MachineLimits {
  /** Files that a process may have open at once. */
  readonly openFiles: number | undefined;
  readonly ports: LocalPorts | undefined;
  /** Available memory, bytes. */
  readonly memoryBytes: number | undefined;
}

/** The needs of a plan. */
export interface GeneratorNeeds {
  /** Per target. */
  readonly peak: PlannedPeak;
  /** The destinations of the connections to each target. */
  readonly destinations: readonly Destination[];
  /** Number of addresses of --local-address; 0 without it. */
  readonly localAddresses: number;
  /** Load threads. */
  readonly workers: number;
  /** The mock endpoint runs on this machine, too. */
  readonly mock: boolean;
}

/** Destinations of the connections to a target: its addresses in turn, or those of a proxy. */
export interface Destination {
  /** `address:port` each, at least one. */
  readonly ends: readonly string[];
  readonly loopback: boolean;
}

/** A resource that is missing, or may become scarce. */
export interface PreflightFinding {
  /**
   * - `impossible`: connections would fail
   * - `too-much`: by an estimate, more than there is
   * - `tight`: it may become too much
   */
  readonly kind: 'impossible' | 'too-much' | 'tight';
  /** A sentence without a full stop, with the values. */
  readonly text: string;
  /** What to do about it, if possible a command. */
  readonly fix: string;
}
