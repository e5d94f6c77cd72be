/**
 * One complete conversation as an example of what the metrics of the report summarise. Plain data; texts are hashed unless they are kept.
 */
export interface ExemplarConversation {
  readonly target: string;
  readonly conversation: string;
  /** Where the load generator runs, if it has a name. */
  readonly place?: string;
  /** Its number in the plan. */
  readonly number: number;
  readonly vu: number;
  /** Identifies it on the platform. */
  readonly sessionId: string;
  readonly outcome: string;
  /** ms since the run's start. */
  readonly startedMs: number;
  /** Sent → ended of its longest turn; the slowest conversations are those with the longest turn. */
  readonly longestTurnMs: number;
  readonly turns: readonly ExemplarTurn[];
}

/** Instants are ms since the run's start; of an instant with bounds, the upper bound. */
export interface ExemplarTurn {
  readonly step: string;
  readonly outcome: string;
  readonly endedBy: string;
  readonly intendedMs: number;
  readonly sentMs: number;
  readonly endedMs: number;
  readonly utterance: ExemplarText & {
    /** Without `text`: the utterance as written in the scenario, templates not rendered. Undefined if it is one of several. */
    readonly template?: string;
  };
  readonly replies: readonly ({ readonly arrivedMs: number } & ExemplarText)[];
  readonly traceId?: string;
  /** What was expected and what was received; undefined for a turn that did not fail. */
  readonly failure?: string;
}

/** What a user or a bot said. */
export interface ExemplarText {
  /** Length of the text, in UTF-16 units. */
  readonly length: number;
  /** Short hash of the text, if texts are not kept: equal texts have equal hashes. */
  readonly hash?: string;
  /** In one line, at most 300 characters; only if texts are kept. */
  readonly text?: string;
}

export interface Exemplars {
  /** Longest turn first. */
  readonly slowest: readonly ExemplarConversation[];
  /** A uniform sample: those whose number has the lowest hash. */
  readonly random: readonly ExemplarConversation[];
}

/** Maximum number of each kind per target. */
const MAX_KEPT = 20;

/** Keeps the 20 slowest and 20 random conversations of each target, independent of the order in which they are offered. */
export class ExemplarKeeper {
  private readonly onKept: (exemplar: ExemplarConversation) => void;
  private readonly byTarget = new Map<string, { slowest: ExemplarConversation[]; random: ExemplarConversation[] }>();

  /** `onKept` is called with each that is kept, even if it is replaced later. */
  constructor(onKept: (exemplar: ExemplarConversation) => void = () => {}) {
    this.onKept = onKept;
  }

  /** Whether `offer` would keep such a conversation; avoids building one that would not be kept. */
  wants(target: string, number: number, longestTurnMs: number): boolean {
    const kept = this.byTarget.get(target);
    if (!kept) return true;
    const candidate = { number, longestTurnMs };
    return fits(kept.slowest, candidate, bySlowness) || fits(kept.random, candidate, byHash);
  }

  offer(exemplar: ExemplarConversation): void {
    const kept = this.byTarget.get(exemplar.target) ?? { slowest: [], random: [] };
    this.byTarget.set(exemplar.target, kept);
    const isSlow = insert(kept.slowest, exemplar, bySlowness);
    const isRandom = insert(kept.random, exemplar, byHash);
    if (isSlow || isRandom) this.onKept(exemplar);
  }

  kept(): Exemplars {
    const all = [...this.byTarget.values()];
    return { slowest: all.flatMap((kept) => kept.slowest), random: all.flatMap((kept) => kept.random) };
  }
}

/** The exemplars of a load generator at this place. */
export function exemplarsAt({ slowest, random }: Exemplars, place: string | undefined): Exemplars {
  if (place === undefined) return { slowest, random };
  const label = (exemplar: ExemplarConversation) => ({ ...exemplar, place });
  return { slowest: slowest.map(label), random: random.map(label) };
}

/** The same exemplars as if one keeper had been offered the conversations of all shards. */
export function mergeExemplars(lists: readonly Exemplars[]): Exemplars {
  const keeper = new ExemplarKeeper();
  const offered = new Map<string, ExemplarConversation>();
  for (const exemplar of lists.flatMap((list) => [...list.slowest, ...list.random]))
    offered.set(`${exemplar.number} ${exemplar.target}`, exemplar);
  for (const exemplar of offered.values()) keeper.offer(exemplar);
  return keeper.kept();
}

type Ranked = Pick<ExemplarConversation, 'number' | 'longestTurnMs'>;
type Order = (left: Ranked, right: Ranked) => number;

const bySlowness: Order = (left, right) => right.longestTurnMs - left.longestTurnMs || left.number - right.number;
const byHash: Order = (left, right) => mixBits(left.number) - mixBits(right.number) || left.number - right.number;

function fits(kept: readonly Ranked[], candidate: Ranked, order: Order): boolean {
  const last = kept.at(-1);
  return kept.length < MAX_KEPT || (last !== undefined && order(candidate, last) < 0);
}

/** Returns whether it was kept. */
function insert(kept: ExemplarConversation[], exemplar: ExemplarConversation, order: Order): boolean {
  if (!fits(kept, exemplar, order)) return false;
  const index = kept.findIndex((other) => order(exemplar, other) < 0);
  kept.splice(index < 0 ? kept.length : index, 0, exemplar);
  kept.length = Math.min(kept.length, MAX_KEPT);
  return true;
}

/** Hash of an integer to 32 bits (the finaliser of MurmurHash3). */
function mixBits(number: number): number {
  let bits = number >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85eb_ca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2_ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
