import type { FailureCount } from './judge-failures.ts';

/** Facts about the load generator and the run, for judging its validity. Undefined: not measured. */
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
  /** A step of a capacity search. */
  readonly search?: SearchScale | undefined;
  readonly turns: number;
  readonly turnsInterrupted: number;
  readonly turnsDoubtful: number;
  readonly acksSent: number;
  /** Open or paced load: conversations that were due, and when they started. */
  readonly arrivals?: ArrivalFacts | undefined;
  /** Closed load. */
  readonly pauses?: PauseFacts | undefined;
  readonly conversationsStarted: number;
  readonly conversationsFailed: number;
  /** Interrupted while they waited for the bot. */
  readonly conversationsInterrupted: number;
  readonly conversationsBetweenTurns: number;
  /** Conversations of the scenario that started and never completed. */
  readonly neverCompleted: readonly NeverCompleted[];
  readonly failures: readonly FailureCount[];
  readonly generator: GeneratorHealth;
}

/** What the load of a capacity search is judged by. */
export interface SearchScale {
  /** The smallest limit of an objective on the latency of a turn, ms; undefined: none has one. */
  readonly latencyLimitMs: number | undefined;
}

export interface PauseFacts {
  readonly due: number;
  /** Started over 1 s late, or not at all, because the target asked for a pause. */
  readonly delayed: number;
}

export interface ArrivalFacts {
  readonly model: 'open' | 'closed';
  readonly due: number;
  /** Dropped because all users were busy. */
  readonly dropped: number;
  /** Still waited for a user when the run ended. */
  readonly waiting: number;
  /** Started over 1 s late because of the load generator: its connection limit, or a busy load thread. */
  readonly lateByLimit: number;
  readonly lateByLoop: number;
  readonly startDelayP95Us: number | undefined;
}

/** The load generator: its machine and its process. */
export interface GeneratorHealth {
  readonly cpus: number;
  readonly workers: readonly WorkerHealth[];
  /** Of all threads of the process, in cores. */
  readonly cpuShare?: number | undefined;
  /** Of the main thread, 0 … 1. */
  readonly mainCpuShare?: number | undefined;
  /** Cores used by the mock endpoint, if palaver started it. */
  readonly childCpuCores?: number | undefined;
  /** Cores of the machine; a container may be granted fewer. Default: `cpus`. */
  readonly machineCores?: number | undefined;
  /** Share of the time of all cores, 0 … 1. */
  readonly stealShare?: number | undefined;
  /** Cores used by other processes, and idle cores, on average. */
  readonly otherCpuCores?: number | undefined;
  readonly idleCpuCores?: number | undefined;
  /** Of the last minute. */
  readonly loadAverage?: number | undefined;
  /** Share of the periods in which the CPU limit of the container was used up, 0 … 1. */
  readonly throttledShare?: number | undefined;
  /** Known only on a busy machine. */
  readonly busiestProcesses?: readonly BusyProcess[] | undefined;
  /** Run in shards: their machines, and the shard of the most loaded one, to which the values above belong. */
  readonly machines?: readonly ShardMachine[] | undefined;
  readonly mostLoaded?: string | undefined;
}

interface ShardMachine {
  readonly shard: string;
  readonly host: string;
  readonly agent?: string | undefined;
  readonly loadThreads: number;
}

/** Other processes of one name, and the cores that they used. */
interface BusyProcess {
  readonly name: string;
  /** Default 1. */
  readonly count?: number | undefined;
  readonly cores: number;
}

/** One load thread. Instants are ISO texts, UTC. */
export interface WorkerHealth {
  /** `1/2`: the first of two. */
  readonly name: string;
  /** Samples lost because its ring was full. */
  readonly samplesLost: number;
  /** Impossible values that were discarded, such as negative durations; the first of them as text. */
  readonly invalidSamples?: { readonly count: number; readonly first: string } | undefined;
  readonly loopDelayMaxMs?: number | undefined;
  readonly loopDelayMaxAt?: string | undefined;
  /** Functions of the user that were active then. */
  readonly loopDelayMaxDuring?: string | undefined;
  readonly unreadMaxMs?: number | undefined;
  readonly unreadMaxAt?: string | undefined;
  readonly gcShare?: number | undefined;
  /** Share of one core, 0 … 1. */
  readonly cpuShare?: number | undefined;
}

export interface NeverCompleted {
  readonly conversation: string;
  readonly started: number;
  readonly failed: number;
}
