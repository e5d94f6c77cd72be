// Made of the JSON Schema by `npm run schema`; do not edit.

/** Metrics by name; those without values are absent. */
export type Metrics = {
  /** from the TCP connect, after the DNS lookup, to the Socket.IO connection; its phases are connect_tcp, connect_tunnel, connect_tls, connect_upgrade and connect_socketio */
  readonly connect?: Trend | undefined;
  /** DNS lookup, before connect */
  readonly connect_dns?: Trend | undefined;
  /** TCP handshake */
  readonly connect_tcp?: Trend | undefined;
  /** TLS handshake */
  readonly connect_tls?: Trend | undefined;
  /** CONNECT through a proxy */
  readonly connect_tunnel?: Trend | undefined;
  /** from the HTTP upgrade request to its 101 response */
  readonly connect_upgrade?: Trend | undefined;
  /** from the 101 response to the Socket.IO connection */
  readonly connect_socketio?: Trend | undefined;
  /** from the Socket.IO connection to the endpoint being ready */
  readonly ready?: Trend | undefined;
  /** WebSocket ping to pong: network round trip to the server or proxy that terminates the WebSocket */
  readonly rtt?: Trend | undefined;
  /** from sent to the first reply */
  readonly first_output?: Trend | undefined;
  /** first_output minus the lowest rtt of its session so far: the bot without the network */
  readonly first_output_bot?: Trend | undefined;
  /** from sent to each reply, by position */
  readonly reply?: Trend | undefined;
  /** from one reply to the next of the same turn */
  readonly reply_gap?: Trend | undefined;
  /** from sent to the end of the turn */
  readonly turn?: Trend | undefined;
  /** from when the utterance was due to the end of the turn: what a user experiences, lag of the load generator included */
  readonly turn_intended?: Trend | undefined;
  /** from typing indicator on to off */
  readonly typing?: Trend | undefined;
  /** between two chunks of a streamed reply */
  readonly chunk_gap?: Trend | undefined;
  /** from sent to the last chunk of a streamed reply */
  readonly reply_complete?: Trend | undefined;
  /** duration of a wait step */
  readonly wait?: Trend | undefined;
  /** from an inject or notify request to the output that answers it */
  readonly push?: Trend | undefined;
  /** from an inject or notify request to its HTTP response */
  readonly push_http?: Trend | undefined;
  /** duration of a completed conversation */
  readonly conversation?: Trend | undefined;
  /** duration of a completed conversation without think time */
  readonly conversation_busy?: Trend | undefined;
  /** lag of the load generator: from when an utterance was due and its user free, until it was sent */
  readonly send_lag?: Trend | undefined;
  /** lag of a conversation: from its intended start to the creation of its socket */
  readonly start_delay?: Trend | undefined;
  /** conversations scheduled by the load model */
  readonly conversations_due?: Counter | undefined;
  /** conversations assigned to a virtual user, before they connect */
  readonly conversations_started?: Counter | undefined;
  /** conversations that ended without a failure: after their last step, or by stopWhen */
  readonly conversations_completed?: Counter | undefined;
  /** conversations in which a step or connection failed, or that stopWhen ended as: failed */
  readonly conversations_failed?: Counter | undefined;
  /** conversations still open when the run ended or was stopped */
  readonly conversations_interrupted?: Counter | undefined;
  /** conversations due but not started: no virtual user was free, or the feed was used up */
  readonly conversations_dropped?: Counter | undefined;
  /** conversations due that still waited for a virtual user when the run ended */
  readonly conversations_waiting?: Counter | undefined;
  /** conversations started more than 1 s after they were due, by reason */
  readonly starts_late?: Counter | undefined;
  /** completed conversations that met all their objectives (firstOutput and turn of expect); the numerator of goodput */
  readonly conversations_met?: Counter | undefined;
  /** turns still open when the run ended or was stopped */
  readonly turns_interrupted?: Counter | undefined;
  /** failed turns: the connection was lost */
  readonly turns_cut?: Counter | undefined;
  /** failed turns: answered by an error */
  readonly turns_errored?: Counter | undefined;
  /** failed turns: not ended within the timeout */
  readonly turns_timed_out?: Counter | undefined;
  /** failed turns: ended without a reply */
  readonly turns_silent?: Counter | undefined;
  /** failed turns: a check failed */
  readonly turns_mismatched?: Counter | undefined;
  /** turns that ended without a failure */
  readonly turns_completed?: Counter | undefined;
  /** conversations as the platform bills them: one per 50 inputs of a session, rounded up */
  readonly conversations_billable?: Counter | undefined;
  /** steps that failed without a turn: nothing to press, nothing arrived, a variable without a value, or a failed function */
  readonly steps_failed?: Counter | undefined;
  /** inputs sent */
  readonly inputs_sent?: Counter | undefined;
  /** acks sent to the server */
  readonly acks_sent?: Counter | undefined;
  /** output events of every kind */
  readonly outputs?: Counter | undefined;
  /** outputs that belong to the open turn */
  readonly outputs_attributed?: Counter | undefined;
  /** outputs that only begin or end a stream (stream markers) */
  readonly outputs_marker?: Counter | undefined;
  /** outputs that show nothing to a user (white space, empty data); they are not replies */
  readonly outputs_blank?: Counter | undefined;
  /** outputs of type error */
  readonly outputs_error?: Counter | undefined;
  /** outputs after the end of their turn */
  readonly outputs_late?: Counter | undefined;
  /** outputs received while no turn was open */
  readonly outputs_unsolicited?: Counter | undefined;
  /** outputs that answer an inject or notify request */
  readonly outputs_pushed?: Counter | undefined;
  /** outputs repeated after a reconnect */
  readonly outputs_duplicate?: Counter | undefined;
  /** outputs with the marker of another session */
  readonly outputs_crosstalk?: Counter | undefined;
  /** final pings received (the event that ends a turn) */
  readonly final_pings?: Counter | undefined;
  /** exception events */
  readonly exceptions?: Counter | undefined;
  /** events that palaver does not know */
  readonly unknown_events?: Counter | undefined;
  /** connections opened */
  readonly connects?: Counter | undefined;
  /** connections that never became ready, by reason */
  readonly connects_failed?: Counter | undefined;
  /** connections lost after they were ready */
  readonly disconnects?: Counter | undefined;
  /** connections opened again, within a conversation or for a kept session */
  readonly reconnects?: Counter | undefined;
  /** inject and notify requests */
  readonly pushes_sent?: Counter | undefined;
  /** HTTP responses to inject and notify requests, by status class or failure */
  readonly push_responses?: Counter | undefined;
  /** turns by the rule that ended them */
  readonly turns_ended_by?: Counter | undefined;
  /** turns that follow an unanswered timed-out turn of the same session, whose late reply may be mistaken for theirs */
  readonly doubtful_turns?: Counter | undefined;
  /** values outside the range of a histogram, recorded as its limit */
  readonly clamped?: Counter | undefined;
  /** completed / (completed + failed) conversations */
  readonly conversation_completion?: Rate | undefined;
  /** failed turns / (all turns − interrupted) */
  readonly turn_failure?: Rate | undefined;
  /** conversations completed with every objective met, per second of measured time (without warm-up and excluded ramps; in the open model also without the graceful stop) */
  readonly goodput?: Rate | undefined;
};

/** The result of a run, as in its report.json. Durations in ms. */
export type Report = {
  readonly $schema: string;
  readonly version: string;
  readonly tool: string;
  readonly run: {
    readonly id: string;
    readonly name: string;
    readonly tags: { readonly [name: string]: string };
    /** start of the load, UTC */
    readonly startedAt: string;
    readonly endedAt: string;
    /** from the start of the load to the end of the last conversation */
    readonly durationMs: number;
    /** measured time, the denominator of goodput: durationMs without warm-up and excluded ramps, and without the graceful stop if the load is open or ramps are excluded */
    readonly measuredMs?: number | undefined;
    readonly seed: number | string;
    /** the run did not reach its planned end, or is still running */
    readonly partial: boolean;
    /** why the load ended: time, conversations, signal, … */
    readonly stopReason: string;
    readonly commit?: string | undefined;
    readonly branch?: string | undefined;
    readonly jobUrl?: string | undefined;
  };
  readonly verdict: {
    /** inconclusive: the measurement is correct, but the result of the run, or of its comparison with the baseline, is inconclusive; regression, not-enough-data and not-comparable are set by that comparison */
    readonly status: "pass" | "fail" | "too-few-turns" | "no-data" | "incomplete" | "invalid" | "regression" | "inconclusive" | "not-enough-data" | "not-comparable";
    readonly exitCode: number;
    readonly reasons: readonly ({
      readonly kind: "ending" | "invalid" | "inconclusive" | "threshold" | "too-few-turns" | "no-data" | "suspect" | "regression" | "comparison" | "result";
      readonly text: string;
    })[];
  };
  readonly thresholds: readonly ({
    readonly expression: string;
    readonly state: "pass" | "fail" | "no-data" | "too-few" | "inconclusive";
    readonly unit: "ms" | "share" | "per-second" | "count";
    readonly limit: number;
    /** measured value (upper bound); null without data or if only atLeast is known */
    readonly actual: number | null;
    /** lower bound of the measured value, if it differs */
    readonly lower?: number | undefined;
    readonly atLeast?: number | undefined;
    /** number of samples; for a rate its denominator, which for goodput is the measured time in seconds */
    readonly samples: number;
    /** true if palaver added this threshold, because the run sets none on conversation_completion (without labels) */
    readonly isDefault?: true | undefined;
    /** results of the windows, for thresholds on a percentage of windows: unit, limit and actual are that percentage, as a number from 0 to 1 */
    readonly windows?: {
      readonly met: number;
      readonly missed: number;
      /** inconclusive windows: only one measurement bound meets the threshold */
      readonly inconclusive: number;
      /** windows with too few turns for the quantile */
      readonly tooFew: number;
      /** the window with the largest miss */
      readonly worst?: {
        /** start of the window, since the start of the run */
        readonly fromMs: number;
        readonly unit: "ms" | "share" | "per-second" | "count";
        readonly value: number;
        readonly isAtLeast?: true | undefined;
      } | undefined;
    } | undefined;
    /** a sentence with the measured value and its distance from the limit */
    readonly text: string;
  })[];
  /** remarks on how to read the numbers */
  readonly notes: readonly string[];
  readonly scenario: {
    readonly name: string;
    readonly sha256: string;
    /** false: the conversations have no turns, only connections */
    readonly turns?: false | undefined;
  };
  readonly targets: readonly ({
    readonly name: string;
    /** endpoint URL without its token */
    readonly address: string;
    /** its protocol, if it is not cognigy, and what its outputs do not identify */
    readonly protocol?: string | undefined;
    readonly socketio?: 4 | 2 | undefined;
    readonly handshake?: {
      readonly eio?: number | undefined;
      readonly pingIntervalMs?: number | undefined;
      readonly pingTimeoutMs?: number | undefined;
      readonly maxPayload?: number | undefined;
      readonly remoteAddress?: string | undefined;
    } | undefined;
    /** when a session counts as ready, and how that was determined */
    readonly ready?: string | undefined;
    /** phases of the connection of the target check, ms */
    readonly preflight?: { readonly [name: string]: number } | undefined;
    /** IP address → connections opened to it (to the proxy, if any) */
    readonly addresses?: { readonly [name: string]: number } | undefined;
  })[];
  readonly load: {
    readonly model: "closed" | "open";
    /** the load as a sentence */
    readonly description: string;
    /** levels: virtual users of a closed load, arrivals per second of an open one */
    readonly stages: readonly ({
      readonly durationMs: number;
      readonly vus?: number | undefined;
      readonly ratePerSecond?: number | undefined;
    })[];
    readonly maxVus: number;
    /** number of conversations after which the load ends, if set */
    readonly conversations?: number | undefined;
    readonly gracefulStopMs?: number | undefined;
    /** closed load: interval between the starts of conversations of a virtual user */
    readonly paceMs?: number | undefined;
    /** open load: distribution of the arrivals */
    readonly arrivals?: "uniform" | "poisson" | "recorded" | undefined;
    /** open load: what happens to an arrival if all virtual users are busy */
    readonly whenFull?: "drop" | "wait" | undefined;
    /** time at the start that is not measured */
    readonly warmUpMs?: number | undefined;
    /** steady: ramps are not measured */
    readonly measure?: "all" | "steady" | undefined;
    /** several targets: all at the same time, or one at a time in ABBA order */
    readonly targetOrder?: "together" | "abba" | undefined;
    /** abba: duration of a slot */
    readonly targetSlotMs?: number | undefined;
  };
  readonly metrics: Metrics;
  readonly errors: readonly ({
    readonly target: string;
    readonly class: string;
    readonly count: number;
    /** message of the first of its class; secrets hidden */
    readonly example: string;
    /** first occurrence, since the start of the run */
    readonly firstMs: number;
    readonly lastMs: number;
    /** errors of this class by conversation, step, check and difference, the most frequent first, at most 100; count includes errors of further causes */
    readonly causes?: readonly ({
      readonly conversation: string;
      /** absent: the connection failed */
      readonly step?: string | undefined;
      /** the check as written in the scenario, templates not filled in */
      readonly check?: string | undefined;
      /** one word for how the reply differs from the check */
      readonly difference: string;
      readonly count: number;
      /** first occurrence, since the start of the run */
      readonly firstMs: number;
      readonly lastMs: number;
      /** session of the first one */
      readonly sessionId: string;
      /** trace id of the first one, if it has one */
      readonly traceId?: string | undefined;
      /** message of the first one; secrets hidden */
      readonly example: string;
    })[] | undefined;
  })[];
  /** steps with expectations; with less detail (--series), conversations or targets with such steps */
  readonly checks: readonly ({
    readonly target: string;
    readonly conversation?: string | undefined;
    readonly step?: string | undefined;
    readonly passed: number;
    readonly failed: number;
    /** expected and actual reply of the first failed turn */
    readonly failure?: string | undefined;
  })[];
  /** use of the platform by the run */
  readonly budget: {
    readonly conversations: number;
    readonly connections: number;
    readonly inputs: number;
    /** billable conversations: one per 50 inputs of a session, rounded up */
    readonly billable?: number | undefined;
    /** billable × costPerConversation */
    readonly cost?: number | undefined;
    /** estimated use of the plan */
    readonly planned?: {
      readonly conversations: number;
      readonly connections: number;
      readonly inputs: number;
      /** billable conversations: one per 50 inputs of a session, rounded up */
      readonly billable: number;
      /** billable × costPerConversation */
      readonly cost?: number | undefined;
    } | undefined;
    /** the scenario's budget; if one limit is reached, no more conversations start and running ones may finish */
    readonly limit?: {
      readonly inputs?: number | undefined;
      /** maximum number of billable conversations */
      readonly conversations?: number | undefined;
      readonly cost?: number | undefined;
      readonly costPerConversation?: number | undefined;
    } | undefined;
  };
  readonly generator: {
    readonly palaver: string;
    readonly node: string;
    readonly platform?: string | undefined;
    readonly cpus: number;
    readonly workers: readonly ({
      /** 1/2: the first of two load threads */
      readonly name: string;
      readonly samplesLost: number;
      /** invalid samples, such as negative durations, discarded (a palaver bug) */
      readonly invalidSamples?: {
        readonly count: number;
        /** the first invalid sample: its value and the number of its series */
        readonly first: string;
      } | undefined;
      /** event loop delay, minus the 20 ms resolution of the monitor; from the start of the load */
      readonly loopDelayP99Ms?: number | undefined;
      readonly loopDelayMaxMs?: number | undefined;
      /** when the longest delay was noticed, UTC */
      readonly loopDelayMaxAt?: string | undefined;
      /** functions of the scenario that were running during loopDelayMax */
      readonly loopDelayMaxDuring?: string | undefined;
      /** socket read delay: longest time that received bytes may have waited unread in this thread */
      readonly unreadMaxMs?: number | undefined;
      /** when these bytes were read, UTC */
      readonly unreadMaxAt?: string | undefined;
      /** share of the time spent in garbage collection pauses */
      readonly gcShare?: number | undefined;
      /** longest garbage collection pause */
      readonly gcMaxMs?: number | undefined;
      /** CPU use of this thread, as a share of one core */
      readonly cpuShare?: number | undefined;
      /** whether the bounds include the run delay (waiting for a core) */
      readonly coreWait?: "covered" | "not-covered" | undefined;
    })[];
    /** CPU use of all threads of the process, in cores: 2 is two busy cores */
    readonly cpuShare?: number | undefined;
    /** peak memory of the process, MiB */
    readonly peakRssMiB?: number | undefined;
    /** share of the time of all cores taken by the hypervisor (CPU steal) */
    readonly stealShare?: number | undefined;
    /** cores used by other processes of this machine, on average, without the mock endpoint */
    readonly otherCpuCores?: number | undefined;
    /** idle cores of this machine, on average */
    readonly idleCpuCores?: number | undefined;
    /** last result of palaver calibrate on this machine */
    readonly calibration?: {
      readonly calibratedAt: string;
      /** palaver version that was calibrated */
      readonly palaver: string;
      /** response time of the reference endpoint, a distribution */
      readonly delay: string;
      readonly turnsPerSecond: number;
      readonly vus: number;
      /** errors (reported value minus the value measured by the endpoint) and their uncertainty */
      readonly p99: {
        readonly errorMs: number;
        readonly uncertaintyMs: number;
      };
      readonly cpuPerTurnUs?: number | undefined;
      /** highest rate of one load thread at which the p99 error was below withinMs */
      readonly maxRate?: {
        readonly withinMs: number;
        readonly turnsPerSecond: number;
      } | undefined;
    } | undefined;
    /** run in shards: the shard whose machine had the fewest cores to spare */
    readonly mostLoaded?: string | undefined;
    /** the load generators of a run in shards, one per shard; the values next to it are those of the most loaded one */
    readonly machines?: readonly ({
      /** 3/8: the third of eight shards */
      readonly shard: string;
      readonly host: string;
      /** name of the agent (--fleet) */
      readonly agent?: string | undefined;
      /** where it runs (--place) */
      readonly place?: string | undefined;
      readonly palaver: string;
      readonly node: string;
      readonly platform?: string | undefined;
      readonly cpus: number;
      readonly loadThreads: number;
      /** longest event loop delay of its load threads */
      readonly loopDelayMaxMs: number;
      readonly samplesLost: number;
      readonly cpuShare?: number | undefined;
      readonly peakRssMiB?: number | undefined;
      readonly stealShare?: number | undefined;
      readonly otherCpuCores?: number | undefined;
      readonly idleCpuCores?: number | undefined;
    })[] | undefined;
  };
  /** metrics per target, conversation and step (less with --series), in the order of the scenario */
  readonly groups: readonly ({
    readonly target: string;
    readonly conversation?: string | undefined;
    readonly step?: string | undefined;
    /** metrics of the group; counters that stayed 0 are omitted */
    readonly metrics: Metrics;
  })[];
  /** metrics per place of the load generators (--place), in the order of the shards; counters that stayed 0 are omitted */
  readonly places?: readonly ({
    readonly place: string;
    readonly metrics: Metrics;
    /** metrics of each target from this place, if there are several targets */
    readonly targets?: readonly ({
      readonly target: string;
      readonly metrics: Metrics;
    })[] | undefined;
  })[] | undefined;
  readonly timeline: {
    /** length of a timeline interval (block) */
    readonly blockMs: number;
    readonly blocks: readonly ({
      /** start of the interval, since the start of the run */
      readonly startMs: number;
      readonly phase: "warm-up" | "ramp" | "steady" | "stop";
      /** mean number of active virtual users in the interval */
      readonly activeVus: number;
      /** conversations due */
      readonly arrivals: number;
      /** target → counter → increase, without zeros */
      readonly counters: { readonly [name: string]: { readonly [name: string]: number } };
      /** 2-digit HDR histograms (V2, compressed, base64) of the upper bounds, µs; firstOutputLow: of the lower bounds */
      readonly steps: readonly ({
        readonly target: string;
        readonly conversation?: string | undefined;
        readonly step?: string | undefined;
        readonly firstOutput?: string | undefined;
        readonly firstOutputLow?: string | undefined;
        readonly turn?: string | undefined;
      })[];
      /** target → 2-digit HDR histogram of send_lag */
      readonly sendLag?: { readonly [name: string]: string } | undefined;
      /** place → its part of the values above, if the load generators have several places */
      readonly places?: { readonly [name: string]: {
        readonly activeVus: number;
        readonly arrivals: number;
        /** target → counter → increase, without zeros */
        readonly counters: { readonly [name: string]: { readonly [name: string]: number } };
        /** histograms of all its steps */
        readonly targets: readonly ({
          readonly target: string;
          readonly firstOutput?: string | undefined;
          readonly firstOutputLow?: string | undefined;
          readonly turn?: string | undefined;
        })[];
        /** target → 2-digit HDR histogram of send_lag */
        readonly sendLag?: { readonly [name: string]: string } | undefined;
      } } | undefined;
    })[];
  };
  readonly exemplars: readonly ({
    readonly kept: readonly ("slowest" | "random")[];
    readonly target: string;
    readonly conversation: string;
    /** place of the load generator, if there are several */
    readonly place?: string | undefined;
    readonly number: number;
    readonly vu: number;
    readonly sessionId: string;
    readonly outcome: string;
    readonly startedMs: number;
    readonly longestTurnMs: number;
    readonly turns: readonly ({
      readonly step: string;
      readonly outcome: string;
      readonly endedBy: string;
      readonly intendedMs: number;
      readonly sentMs: number;
      readonly endedMs: number;
      readonly utterance?: {
        /** length of the text in UTF-16 code units */
        readonly length: number;
        /** first 8 hex digits of the SHA-256 of the text: equal texts have equal hashes */
        readonly hash?: string | undefined;
        /** with --keep-texts, instead of the hash: the text, at most 300 characters, secrets hidden */
        readonly text?: string | undefined;
        /** without --keep-texts: the utterance as written in the scenario, templates not filled in */
        readonly template?: string | undefined;
      } | undefined;
      readonly replies: readonly ({
        readonly arrivedMs: number;
        /** length of the text in UTF-16 code units */
        readonly length: number;
        /** first 8 hex digits of the SHA-256 of the text: equal texts have equal hashes */
        readonly hash?: string | undefined;
        /** with --keep-texts, instead of the hash: the text, at most 300 characters, secrets hidden */
        readonly text?: string | undefined;
      })[];
      readonly traceId?: string | undefined;
      /** of a failed turn: the expected and the actual reply */
      readonly failure?: string | undefined;
    })[];
  })[];
  /** with --trace: the traces of the first conversations */
  readonly traces?: readonly ({
    readonly target: string;
    readonly conversation: string;
    /** number of the conversation in the plan */
    readonly number: number;
    readonly vu: number;
    readonly sessionId: string;
    /** since the start of the run */
    readonly startedMs: number;
    /** outcome of the conversation; absent: still running when the report was written */
    readonly outcome?: string | undefined;
    /** whether texts are hashed, without --keep-texts */
    readonly hashed: boolean;
    readonly lines: readonly ({
      /** since the start of the conversation */
      readonly atMs: number;
      /** sender of the message; absent: another event */
      readonly who?: "user" | "bot" | undefined;
      readonly text: string;
      /** of checks, failures and the end: as expected (good) or not (bad) */
      readonly mood?: "good" | "bad" | undefined;
    })[];
    /** number of further lines, omitted to limit the report size */
    readonly omitted?: number | undefined;
  })[] | undefined;
  /** comparison with the baseline, at the end of the run; complete in comparison.json in its folder */
  readonly comparison?: {
    /** run that is the baseline; absent if the folder of baselines contains no run of the scenario yet (status no-baseline) */
    readonly baseline?: {
      readonly id: string;
      readonly name: string;
      readonly startedAt: string;
      readonly commit?: string | undefined;
      /** path of the baseline */
      readonly folder?: string | undefined;
      /** why this run was chosen */
      readonly chosen: string;
    } | undefined;
    /** result of the comparison alone; no-baseline: nothing was compared */
    readonly status: "pass" | "regression" | "inconclusive" | "not-enough-data" | "not-comparable" | "incomplete" | "no-baseline";
    /** what was compared, and by which method */
    readonly evidence: string;
    /** gating metrics, the worst first */
    readonly rows: readonly ({
      readonly metric: string;
      readonly place?: string | undefined;
      readonly target?: string | undefined;
      readonly conversation?: string | undefined;
      readonly step?: string | undefined;
      /** p50, p95, …; for a share: value */
      readonly statistic: string;
      readonly unit: "ms" | "share";
      /** value of the baseline, ms or share; with several runs the geometric mean, or the pooled share; null: no value */
      readonly base: number | null;
      readonly candidate: number | null;
      /** lower bound of base in ms, if base is null because the quantile lies among failed turns */
      readonly baseAtLeast?: number | undefined;
      readonly candidateAtLeast?: number | undefined;
      readonly outcome: "slower" | "faster" | "worse" | "better" | "equivalent" | "inconclusive" | "not-enough-data";
      /** reason for the outcome: of not-enough-data and inconclusive, and of equivalent if the absolute margin applied */
      readonly why?: string | undefined;
      /** latencies and durations: candidate / baseline − 1, so 0.1 is 10 % slower; shares: candidate − baseline */
      readonly difference?: {
        readonly estimate: number;
        /** 95 % confidence interval; null: no upper bound */
        readonly interval95: readonly [number, number | null];
        /** 90 % confidence interval, for the equivalence test: equivalent if it lies within the margin */
        readonly interval90: readonly [number, number | null];
      } | undefined;
      /** equivalence margin, on the scale of the difference */
      readonly margin?: number | undefined;
      /** minimum detectable effect: the smallest worsening detected with 90 % power, on the scale of the difference */
      readonly smallestEffect?: number | undefined;
      /** number of independent blocks of time, or of runs, per side */
      readonly units?: number | undefined;
      /** length of a block, if units are blocks of time */
      readonly blockMs?: number | undefined;
    })[];
    /** number of gating metrics that are not listed */
    readonly omitted?: number | undefined;
    /** other differences between the two runs */
    readonly warnings: readonly string[];
  } | undefined;
  /** comparison of several targets, at the end of the run */
  readonly regions?: {
    /** how the targets got their load. paired: the same conversations simultaneously; same-time: in the same period, not paired; in-turn: alternating, one target at a time (ABBA) */
    readonly basis: "paired" | "same-time" | "in-turn";
    /** length of the blocks of the block bootstrap */
    readonly blockMs?: number | undefined;
    readonly ranking: readonly ({
      readonly metric: "first_output" | "turn" | "conversation_completion";
      readonly statistic: "p50" | "p95" | "value";
      readonly unit: "ms" | "share";
      /** the ranking, best first */
      readonly standings: readonly ({
        readonly target: string;
        /** value in ms, or a share; null: the quantile lies among failed turns, or there is no data */
        readonly value: number | null;
        /** difference from the best: 0.1 is 10 % slower; for shares, 0.01 is one percentage point less */
        readonly difference?: number | undefined;
        /** 95 % confidence interval of the difference */
        readonly interval95?: readonly [number, number] | undefined;
        /** worse: p < 0.05 over all rows (Holm correction) */
        readonly outcome: "best" | "worse" | "inconclusive" | "not-enough-data";
        /** reason for not-enough-data */
        readonly why?: string | undefined;
      })[];
    })[];
    /** time by phase */
    readonly path: readonly ({
      readonly target: string;
      /** p50 of the round-trip time */
      readonly rtt: number | null;
      /** p50 of connect; dns, tcp, tls and upgrade: p50 of its phases */
      readonly connect: number | null;
      readonly dns: number | null;
      readonly tcp: number | null;
      readonly tls: number | null;
      readonly upgrade: number | null;
      readonly ready: number | null;
      readonly firstOutput: number | null;
      /** p50 of first_output minus the lowest rtt of its session */
      readonly firstOutputBot: number | null;
    })[];
  } | undefined;
};

/** a distribution of durations */
export type Trend = {
  readonly kind: "trend";
  readonly unit: "ms";
  /** number of measured values */
  readonly count: number;
  readonly min: number | null;
  readonly mean: number | null;
  readonly stddev: number | null;
  readonly p50: number | null;
  readonly p75: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly p99_9: number | null;
  readonly max: number | null;
  /** turns that ended without a value, by reason. Failed ones rank as slowest; none-expected: no reply was expected, not ranked; interrupted: stopped early, widens the bounds */
  readonly censored: { readonly [name: string]: number };
  /** lower bound of the quantiles that are null although there are turns */
  readonly atLeastMs?: number | undefined;
  /** lower and upper bound of the quantile; the value itself is the upper one. Interrupted turns count with their elapsed time in the lower bound and as never ended in the upper one; null: no upper bound */
  readonly bounds?: { readonly [name: string]: readonly [number, number | null] } | undefined;
  /** quantiles of small samples, with their 95 % order-statistic interval; null: no upper bound */
  readonly approximate?: { readonly [name: string]: readonly [number | null, number | null] } | undefined;
  /** quantiles that equal the maximum, because there are too few turns */
  readonly maximumOnly?: readonly ("p50" | "p75" | "p90" | "p95" | "p99" | "p99_9")[] | undefined;
  /** HDR histogram of the upper bounds, in µs (V2, compressed, base64) */
  readonly histogram?: string | undefined;
  /** HDR histogram of the lower bounds, in the same format */
  readonly histogramLower?: string | undefined;
};

export type Counter = {
  readonly kind: "counter";
  readonly count: number;
  readonly reasons?: { readonly [name: string]: number } | undefined;
};

export type Rate = {
  readonly kind: "rate";
  /** rate without interrupted turns or conversations; null if the denominator is 0 */
  readonly value: number | null;
  /** bounds over all possible outcomes of interrupted turns or conversations; only if they differ */
  readonly bounds?: readonly [number, number] | undefined;
  readonly numerator: number;
  readonly denominator: number;
};
