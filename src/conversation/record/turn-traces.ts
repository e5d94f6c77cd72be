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
  private count = 0;
  /** Of each turn: step, intended, sent, ended, number of its replies, their arrivals. */
  private readonly numbers: number[] = [];
  /** Of each turn: outcome, ending rule, trace id, utterance, texts of its replies. */
  private readonly words: (string | undefined)[] = [];
  /** Failures of failed turns, by turn. */
  private failures: Failure[] | undefined;
  /** The longest turn after the maximum number of turns. */
  private longest: TurnTrace | undefined;

  add(turn: EndedTurn, utterance: string): void {
    const tookMs = (turn.ended.hiUs - turn.sent.hiUs) / 1000;
    const isLongest = tookMs > this.longestMs;
    if (isLongest) this.longestMs = tookMs;
    // The last place is for the longest of the remaining turns.
    if (this.count < MAX_TURNS - 1) this.keep(turn, utterance);
    else if (isLongest || !this.longest) this.longest = traceTurn(turn, utterance);
  }

  list(): TurnTrace[] {
    const turns: TurnTrace[] = [];
    let number = 0;
    let word = 0;
    for (let turn = 0; turn < this.count; turn += 1) {
      const [step, intendedUs, sentUs, endedUs, replies] = this.numbers.slice(number);
      const [outcome, endedBy, traceId, utterance] = this.words.slice(word);
      const arrivals = this.numbers.slice(number + 5, number + 5 + replies!);
      const texts = this.words.slice(word + 4, word + 4 + replies!);
      turns.push({
        step: step!,
        outcome: outcome!,
        endedBy: endedBy!,
        intendedUs: intendedUs!,
        sentUs: sentUs!,
        endedUs: endedUs!,
        replies: arrivals.map((arrivedUs, index) => ({ arrivedUs, text: texts[index]! })),
        traceId,
        failure: this.failures?.[turn],
        utterance: utterance!,
      });
      number += 5 + arrivals.length;
      word += 4 + arrivals.length;
    }
    return this.longest ? [...turns, this.longest] : turns;
  }

  private keep(turn: EndedTurn, utterance: string): void {
    const replies = Math.min(turn.replies.length, MAX_REPLIES);
    this.numbers.push(turn.step, turn.intendedUs, turn.sent.hiUs, turn.ended.hiUs, replies);
    this.words.push(turn.outcome, turn.endedBy, turn.traceId, utterance);
    for (let index = 0; index < replies; index += 1) {
      const { first, text } = turn.replies[index]!;
      this.numbers.push(first.hiUs);
      this.words.push(text);
    }
    if (turn.failure) {
      this.failures ??= [];
      this.failures[this.count] = turn.failure;
    }
    this.count += 1;
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
