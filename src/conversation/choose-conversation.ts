import type { ConversationSeries } from '../measure/series.ts';
import { randomStream } from '../platform/random.ts';
import type { Conversation } from '../scenario/scenario.ts';

/** A conversation of the scenario with its series, those of its turns by index of the step. */
export interface ScriptedConversation {
  readonly conversation: Conversation;
  readonly series: ConversationSeries;
}

export interface Choice {
  readonly chosen: ScriptedConversation;
  /** Number of conversations with lower numbers that chose the same one: determines its row in a feed. */
  readonly rank: number;
}

/**
 * Chooses the conversation for number n at random by weight, from (seed, n), or the n-th of `order`. The rank follows from all lower numbers, so that
 * no two conversations of one name use the same row, in any thread and order.
 */
export class ConversationChooser {
  private readonly choices: readonly ScriptedConversation[];
  private readonly order: readonly number[] | undefined;
  private readonly seed: number;
  private readonly totalWeight: number;
  /** Rank by conversation number, computed on demand. */
  private ranks = new Uint32Array(1024);
  private known = 0;
  private last: { readonly number: number; readonly choice: Choice } | undefined;
  private readonly counts: number[];

  /** `order`: indices of `choices` by number, each at most once. */
  constructor(choices: readonly ScriptedConversation[], seed: number, order?: readonly number[]) {
    this.choices = choices;
    this.order = order;
    this.seed = seed;
    this.totalWeight = choices.reduce((sum, choice) => sum + choice.conversation.weight, 0);
    this.counts = choices.map(() => 0);
  }

  choose(number: number): Choice {
    // Called twice in a row: when the conversation is due, and when it starts.
    if (this.last?.number !== number) this.last = { number, choice: this.make(number) };
    return this.last.choice;
  }

  private make(number: number): Choice {
    const index = this.order?.[number];
    if (this.choices.length === 1) return { chosen: this.choices[0]!, rank: number };
    const chosen = this.choices[index ?? this.pick(number)]!;
    const { feed } = chosen.conversation;
    if (!feed || feed.order === 'random') return { chosen, rank: number };
    return { chosen, rank: index === undefined ? this.rankOf(number) : 0 };
  }

  private rankOf(number: number): number {
    for (; this.known <= number; this.known++) {
      if (this.known === this.ranks.length) this.grow();
      const index = this.pick(this.known);
      this.ranks[this.known] = this.counts[index]!++;
    }
    return this.ranks[number]!;
  }

  private grow(): void {
    const larger = new Uint32Array(this.ranks.length * 2);
    larger.set(this.ranks);
    this.ranks = larger;
  }

  /** Each choice has a part of [0, 1) in proportion to its weight. */
  private pick(number: number): number {
    let remaining = randomStream(this.seed, number, 'conversation').next() * this.totalWeight;
    const index = this.choices.findIndex(({ conversation }) => {
      remaining -= conversation.weight;
      return remaining < 0;
    });
    return index < 0 ? this.choices.length - 1 : index;
  }
}
