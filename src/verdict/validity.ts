import { formatDurationMs } from '../platform/duration.ts';
import type { ThresholdResult } from './threshold-result.ts';

/** When numbers can no longer be trusted. All limits of validity stand here; the README repeats them. */
export const VALIDITY_LIMITS = {
  /** send_lag p99 may be the larger of the two. */
  sendLagMs: 20,
  sendLagShareOfThinkTime: 0.02,
  /** With fewer inputs a late one makes a run suspect, not invalid. */
  sendLagInputs: 100,
  /** Share of the conversations of an open or paced load that palaver itself may start over 1 s late. */
  lateStartShare: 0.001,
  /** Beyond these a run is suspect. */
  bracketShareOfValue: 0.1,
  startDelayP95Ms: 100,
  interruptedShare: 0.01,
  standstillMs: 250,
  gcShareOfTime: 0.1,
  stealShareOfTime: 0.02,
} as const;

/** What is known of the load generator and of the run's bookkeeping. Undefined: not measured here. */
export interface ValidityFacts {
  readonly brokenLaws: readonly string[];
  /** Samples lost because a ring was full. */
  readonly samplesLost: number;
  /** 99th percentile of send_lag, µs. */
  readonly sendLagP99Us: number | undefined;
  readonly medianThinkMs: number;
  readonly turns: number;
  readonly turnsInterrupted: number;
  readonly turnsDoubtful: number;
  /** Of an open or paced load: what was due and when it began. */
  readonly arrivals?: ArrivalFacts | undefined;
  readonly conversationsStarted: number;
  readonly conversationsFailed: number;
  readonly conversationsInterrupted: number;
  readonly longestStandstillMs?: number | undefined;
  readonly gcShare?: number | undefined;
  readonly stealShare?: number | undefined;
}

export interface ArrivalFacts {
  readonly model: 'open' | 'closed';
  readonly due: number;
  /** All users were busy. */
  readonly dropped: number;
  /** Still waited for a user when the run ended. */
  readonly waiting: number;
  /** Started over 1 s late by palaver's own doing: too many connections at once, a load thread that was late. */
  readonly lateByLimit: number;
  readonly lateByLoop: number;
  readonly startDelayP95Us: number | undefined;
}

/** `invalid`: never passes. `suspect`: may pass, but says so. */
export interface ValidityFinding {
  readonly level: 'invalid' | 'suspect';
  /** What was found and what to change, in plain words. */
  readonly text: string;
}

const MORE_POWER = 'use fewer virtual users per machine, or a faster machine';

export function judgeValidity(facts: ValidityFacts, thresholds: readonly ThresholdResult[]): ValidityFinding[] {
  return [
    ...facts.brokenLaws.map((law) =>
      invalid(`the books do not balance: ${law}; please report this as a bug of palaver`),
    ),
    ...judgeSamplesLost(facts.samplesLost),
    ...judgeSendLag(facts),
    ...judgeArrivals(facts.arrivals),
    ...thresholds.flatMap(judgeEdges),
    ...judgeInterrupted(facts),
    ...judgeDoubtful(facts),
    ...judgeUnjudged(facts, thresholds),
    ...judgeMachine(facts),
  ];
}

function judgeSamplesLost(lost: number): ValidityFinding[] {
  if (lost === 0) return [];
  return [invalid(`${lost} samples were lost because the main thread could not keep up; ${MORE_POWER}`)];
}

function judgeSendLag({ sendLagP99Us, medianThinkMs, turns }: ValidityFacts): ValidityFinding[] {
  if (sendLagP99Us === undefined) return [];
  const limitMs = Math.max(VALIDITY_LIMITS.sendLagMs, VALIDITY_LIMITS.sendLagShareOfThinkTime * medianThinkMs);
  if (sendLagP99Us / 1000 <= limitMs) return [];
  const lag = formatDurationMs(sendLagP99Us / 1000);
  // Below that the quantile is only the latest input of all: one hiccup of the machine.
  const few = turns < VALIDITY_LIMITS.sendLagInputs;
  const text = `inputs went out late (send_lag p99 ${lag}, limit ${formatDurationMs(limitMs)}); ${MORE_POWER}`;
  return [few ? suspect(text) : invalid(text)];
}

/** Conversations that were due and did not begin then: by palaver's own doing, or for want of users. */
function judgeArrivals(facts: ArrivalFacts | undefined): ValidityFinding[] {
  if (!facts || facts.due === 0) return [];
  const { model, due, dropped, waiting, startDelayP95Us: delayUs = 0 } = facts;
  const moreUsers = model === 'open' ? 'raise maxVus, or let fewer arrive' : 'take a longer pace, or more users';
  const findings: ValidityFinding[] = [];
  if (dropped > 0)
    findings.push(suspect(`${dropped} of ${due} conversations were dropped, as all users were busy; ${moreUsers}`));
  if (waiting > 0)
    findings.push(
      suspect(`${waiting} of ${due} conversations still waited for a user when the run ended; ${moreUsers}`),
    );
  if (delayUs / 1000 > VALIDITY_LIMITS.startDelayP95Ms) {
    const limit = formatDurationMs(VALIDITY_LIMITS.startDelayP95Ms);
    const delay = `start_delay p95 ${formatDurationMs(delayUs / 1000)}, limit ${limit}`;
    findings.push(suspect(`the offered load was not reached (${delay}); ${moreUsers}, or raise --connect-concurrency`));
  }
  return [...judgeLateStarts(facts), ...findings];
}

function judgeLateStarts({ due, lateByLimit, lateByLoop }: ArrivalFacts): ValidityFinding[] {
  if ((lateByLimit + lateByLoop) / due <= VALIDITY_LIMITS.lateStartShare) return [];
  const counts = `${lateByLimit} held back by the limit of connections at once, ${lateByLoop} by a late load thread`;
  const remedy = lateByLimit >= lateByLoop ? 'raise --connect-concurrency, or let fewer arrive' : MORE_POWER;
  return [invalid(`of ${due} conversations palaver started some over 1 s late (${counts}); ${remedy}`)];
}

/** The two edges of a gated value: too far apart to decide, or far apart for its size. */
function judgeEdges(result: ThresholdResult): ValidityFinding[] {
  const { expression } = result.threshold;
  if (result.state === 'undecided')
    return [invalid(`the load generator was too coarse to decide "${expression}"; ${MORE_POWER}`)];
  if (result.lower === undefined || result.actual === undefined || result.unit !== 'time') return [];
  const share = (result.actual - result.lower) / result.actual;
  if (share <= VALIDITY_LIMITS.bracketShareOfValue) return [];
  return [suspect(`the value of "${expression}" is uncertain by ${percent(share)}; ${MORE_POWER}`)];
}

function judgeInterrupted(facts: ValidityFacts): ValidityFinding[] {
  return [
    ...judgeShare('turns', facts.turnsInterrupted, facts.turns),
    ...judgeShare('conversations', facts.conversationsInterrupted, facts.conversationsStarted),
  ];
}

function judgeShare(what: string, interrupted: number, all: number): ValidityFinding[] {
  const share = all === 0 ? 0 : interrupted / all;
  if (share <= VALIDITY_LIMITS.interruptedShare) return [];
  const text = `${percent(share)} of the ${what} were interrupted by the end of the run`;
  return [suspect(`${text}; run longer, or raise --graceful-stop`)];
}

/** Metrics of those who think of failures. Times are none: a quantile passes over a share of them. */
const OF_FAILURES =
  /^(conversation_completion|conversations_(completed|failed|met)|goodput|turn_failure|turns_.+|steps_failed|connects_failed|disconnects)$/;

/** Failures that no threshold looks at must not drown in a green verdict. */
function judgeUnjudged(facts: ValidityFacts, thresholds: readonly ThresholdResult[]): ValidityFinding[] {
  const { conversationsFailed: failed, conversationsStarted: started } = facts;
  if (failed === 0 || thresholds.some(({ threshold }) => OF_FAILURES.test(threshold.metric))) return [];
  return [
    suspect(
      `${failed} of ${started} conversations failed, and no threshold judges that; say what must hold, for instance ` +
        'conversation_completion > 99%',
    ),
  ];
}

function judgeDoubtful({ turns, turnsDoubtful }: ValidityFacts): ValidityFinding[] {
  if (turnsDoubtful === 0) return [];
  return [
    suspect(
      `${turnsDoubtful} of ${turns} turns followed one that timed out unanswered in their session; a late reply to that ` +
        'one may have passed for theirs; use onFailure: stop, or a longer timeout',
    ),
  ];
}

function judgeMachine({ longestStandstillMs = 0, gcShare = 0, stealShare = 0 }: ValidityFacts): ValidityFinding[] {
  const findings: ValidityFinding[] = [];
  if (longestStandstillMs > VALIDITY_LIMITS.standstillMs)
    findings.push(suspect(`a load thread stood still for ${formatDurationMs(longestStandstillMs)}; ${MORE_POWER}`));
  if (gcShare > VALIDITY_LIMITS.gcShareOfTime)
    findings.push(
      suspect(`garbage collection took ${percent(gcShare)} of the time; use fewer virtual users per worker`),
    );
  if (stealShare > VALIDITY_LIMITS.stealShareOfTime)
    findings.push(
      suspect(`the hypervisor took ${percent(stealShare)} of the time; use a machine with cores of its own`),
    );
  return findings;
}

function invalid(text: string): ValidityFinding {
  return { level: 'invalid', text };
}

function suspect(text: string): ValidityFinding {
  return { level: 'suspect', text };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}
