import type { ConversationHolder } from './load-loop.ts';

/**
 * The virtual users of an open load, created on demand. The one freed last is taken first, so that there are never more users
 * than were busy at once.
 */
export class UserPool {
  private readonly resting: ConversationHolder[] = [];
  private readonly busy = new Set<ConversationHolder>();
  private readonly numbers: readonly number[];
  private readonly make: (number: number) => ConversationHolder;

  /** `numbers`: the numbers of possible users. */
  constructor(numbers: readonly number[], make: (number: number) => ConversationHolder) {
    this.numbers = numbers;
    this.make = make;
  }

  get anyBusy(): boolean {
    return this.busy.size > 0;
  }

  /** A free user; undefined if all are busy. */
  take(): ConversationHolder | undefined {
    const user = this.resting.pop() ?? this.another();
    if (user) this.busy.add(user);
    return user;
  }

  giveBack(user: ConversationHolder): void {
    this.busy.delete(user);
    this.resting.push(user);
  }

  interrupt(): void {
    for (const user of [...this.busy]) user.interrupt();
  }

  private another(): ConversationHolder | undefined {
    const number = this.numbers[this.resting.length + this.busy.size];
    return number === undefined ? undefined : this.make(number);
  }
}
