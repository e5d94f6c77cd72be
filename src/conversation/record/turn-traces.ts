import type { Failure } from '../checks/failure.ts';
import type { EndedTurn } from '../turn/ended-turn.ts';

/** Data of a turn, kept until its conversation ends, in case that becomes an exemplar. */
export interface TurnTrace {
  readonly step: number;
  readonly outcome: string;
  readonly endedBy: string;
  readonly intendedUs: number;
  readonly sentUs: number;
  readonly endedUs: number;
  readonly replies: readonly { readonly arrivedUs: number; readonly text: string }[];
  readonly traceId: string | undefined;
  readonly failure: Failure | undefined;
  /** The utterance of the user. */
  readonly utterance: string;
}

/**
 * Limits memory: of a conversation, the first turns and the longest one are kept; of a turn, the first replies. Sending one
 * conversation of this size blocks the load thread for 0.05 ms.
 */
const MAX_TURNS = 40;
const MAX_REPLIES = 5;

/**
 * The turns of one conversation, in columns: few conversations become exemplars, and an object for every turn would cause much
 * garbage collection.
 */
export class TurnTraces {
  /** Sent → ended of the longest turn, ms; 0 before the first. */
  longestMs = 0;
  /** Four per turn: step, intended, sent, ended. */
  private readonly numbers: number[] = [];
  /** Four per turn: outcome, ending rule, trace id, utterance. */
  private readonly words: (string | undefined)[] = [];
  /** Failures of failed turns, by turn. */
  private readonly failures: Failure[] = [];
  /** Index of a turn's first reply in `arrivals` and `texts`, by turn. */
  private readonly firstReplies: number[] = [];
  private readonly arrivals: number[] = [];
  private readonly texts: string[] = [];
  /** The longest turn after the maximum number of turns. */
  private longest: TurnTrace | undefined;

  add(turn: EndedTurn, utterance: string): void {
    const tookMs = (turn.ended.hiUs - turn.sent.hiUs) / 1000;
    const isLongest = tookMs > this.longestMs;
    if (isLongest) this.longestMs = tookMs;
    // The last place is for the longest of the remaining turns.
    if (this.firstReplies.length < MAX_TURNS - 1) this.keep(turn, utterance);
    else if (isLongest || !this.longest) this.longest = traceTurn(turn, utterance);
  }

  list(): TurnTrace[] {
    const kept = this.firstReplies.map((_, index) => this.at(index));
    return this.longest ? [...kept, this.longest] : kept;
  }

  private keep(turn: EndedTurn, utterance: string): void {
    this.numbers.push(turn.step, turn.intendedUs, turn.sent.hiUs, turn.ended.hiUs);
    if (turn.failure) this.failures[this.firstReplies.length] = turn.failure;
    this.words.push(turn.outcome, turn.endedBy, turn.traceId, utterance);
    this.firstReplies.push(this.texts.length);
    for (let index = 0; index < turn.replies.length && index < MAX_REPLIES; index += 1) {
      const { first, text } = turn.replies[index]!;
      this.arrivals.push(first.hiUs);
      this.texts.push(text);
    }
  }

  private at(turn: number): TurnTrace {
    const [step, intendedUs, sentUs, endedUs] = this.numbers.slice(turn * 4);
    const [outcome, endedBy, traceId, utterance] = this.words.slice(turn * 4);
    const from = this.firstReplies[turn]!;
    const texts = this.texts.slice(from, this.firstReplies[turn + 1]);
    return {
      step: step!,
      outcome: outcome!,
      endedBy: endedBy!,
      intendedUs: intendedUs!,
      sentUs: sentUs!,
      endedUs: endedUs!,
      replies: texts.map((text, index) => ({ arrivedUs: this.arrivals[from + index]!, text })),
      traceId,
      failure: this.failures[turn],
      utterance: utterance!,
    };
  }
}

function traceTurn(turn: EndedTurn, utterance: string): TurnTrace {
  return {
    step: turn.step,
    outcome: turn.outcome,
    endedBy: turn.endedBy,
    intendedUs: turn.intendedUs,
    sentUs: turn.sent.hiUs,
    endedUs: turn.ended.hiUs,
    replies: turn.replies.slice(0, MAX_REPLIES).map((reply) => ({ arrivedUs: reply.first.hiUs, text: reply.text })),
    traceId: turn.traceId,
    failure: turn.failure,
    utterance,
  };
}
