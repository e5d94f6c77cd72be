import type { LocalPorts } from '../../platform/process/local-ports.ts';
import type { PlannedPeak } from '../../scenario/plan/planned-peak.ts';

/** What this machine has; what it does not tell is undefined, and then not asked for. */
export interface MachineLimits {
  /** Files that a process may have open at once. */
  readonly openFiles: number | undefined;
  readonly ports: LocalPorts | undefined;
  /** Memory that may still be taken, bytes. */
  readonly memoryBytes: number | undefined;
}

/** What a plan wants of it. */
export interface GeneratorNeeds {
  /** Per target. */
  readonly peak: PlannedPeak;
  /** Where the connections to each target go. */
  readonly destinations: readonly Destination[];
  /** Of --local-address; 0 where the system chooses the only one. */
  readonly localAddresses: number;
  /** Load threads. */
  readonly workers: number;
  /** The mock endpoint runs on this machine, too. */
  readonly mock: boolean;
}

/** Where the connections to a target go: to its addresses in turn, or to those of a proxy. */
export interface Destination {
  /** `address:port` each, at least one. */
  readonly ends: readonly string[];
  readonly loopback: boolean;
}

/** Something that this machine lacks, or nearly lacks. */
export interface PreflightFinding {
  /**
   * - `impossible`: connections would fail
   * - `too-much`: by an estimate, more than there is
   * - `tight`: it may become too much
   */
  readonly kind: 'impossible' | 'too-much' | 'tight';
  /** A sentence without its end, with the figures. */
  readonly text: string;
  /** What to do about it, a command where there is one. */
  readonly mend: string;
}
