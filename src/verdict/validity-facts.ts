import type { FailureCount } from './judge-failures.ts';

/** What is known of the load generator and of the run's invariants. Undefined: not measured here. */
export interface ValidityFacts {
  readonly brokenInvariants: readonly string[];
  /** Connections that a bug in palaver ended. */
  readonly internalErrors?: number | undefined;
  /** 99th percentile of send_lag, µs. */
  readonly sendLagP99Us: number | undefined;
  /** Mean of send_lag, µs. */
  readonly sendLagMeanUs?: number | undefined;
  readonly medianThinkMs: number;
  /** Median of turn, µs. */
  readonly medianTurnUs?: number | undefined;
  /** Inputs of the longest conversation; default 1. */
  readonly maxInputs?: number | undefined;
  readonly turns: number;
  readonly turnsInterrupted: number;
  readonly turnsDoubtful: number;
  readonly acksSent: number;
  /** Open or paced load: what was due and when it began. */
  readonly arrivals?: ArrivalFacts | undefined;
  /** Closed load. */
  readonly pauses?: PauseFacts | undefined;
  readonly conversationsStarted: number;
  readonly conversationsFailed: number;
  /** Interrupted while they waited for the bot. */
  readonly conversationsInterrupted: number;
  readonly conversationsBetweenTurns: number;
  /** Names of conversations that began and never completed. */
  readonly neverCompleted: readonly string[];
  readonly failures: readonly FailureCount[];
  readonly generator: GeneratorHealth;
}

export interface PauseFacts {
  readonly due: number;
  /** Started over 1 s late, or not at all, because the target asked for a pause. */
  readonly heldBack: number;
}

export interface ArrivalFacts {
  readonly model: 'open' | 'closed';
  readonly due: number;
  /** All users were busy. */
  readonly dropped: number;
  /** Still waited for a user when the run ended. */
  readonly waiting: number;
  /** Started over 1 s late because of the load generator: its connection limit, or a busy load thread. */
  readonly lateByLimit: number;
  readonly lateByLoop: number;
  readonly startDelayP95Us: number | undefined;
}

/** The machine and the process that made the load. */
export interface GeneratorHealth {
  readonly cpus: number;
  readonly workers: readonly WorkerHealth[];
  /** Share of the time of all cores, 0 … 1. */
  readonly stealShare?: number | undefined;
  /** Cores used by other processes, and idle cores, on average. */
  readonly otherCpuCores?: number | undefined;
  readonly idleCpuCores?: number | undefined;
}

/** One load thread. Instants are ISO texts, UTC. */
export interface WorkerHealth {
  /** `1/2`: the first of two. */
  readonly name: string;
  /** Samples lost because its ring was full. */
  readonly samplesLost: number;
  /** Impossible values that were discarded, such as negative durations; the first of them in words. */
  readonly impossible?: { readonly count: number; readonly first: string } | undefined;
  readonly loopDelayMaxMs?: number | undefined;
  readonly loopDelayMaxAt?: string | undefined;
  readonly unreadMaxMs?: number | undefined;
  readonly unreadMaxAt?: string | undefined;
  readonly gcShare?: number | undefined;
}
