import type { LoopUser } from './load-loop.ts';

/**
 * The virtual users of an open load, created on demand. Idle users are reused first, so that there are never more users than
 * were busy at once.
 */
export class UserPool {
  private readonly idle: LoopUser[] = [];
  private readonly busy = new Set<LoopUser>();
  private readonly numbers: readonly number[];
  private readonly make: (number: number) => LoopUser;

  /** `numbers`: the numbers of possible users. */
  constructor(numbers: readonly number[], make: (number: number) => LoopUser) {
    this.numbers = numbers;
    this.make = make;
  }

  get anyBusy(): boolean {
    return this.busy.size > 0;
  }

  /** A free user; undefined if all are busy. */
  take(): LoopUser | undefined {
    const user = this.idle.pop() ?? this.create();
    if (user) this.busy.add(user);
    return user;
  }

  release(user: LoopUser): void {
    this.busy.delete(user);
    this.idle.push(user);
  }

  interrupt(): void {
    for (const user of [...this.busy]) user.interrupt();
  }

  private create(): LoopUser | undefined {
    const number = this.numbers[this.idle.length + this.busy.size];
    return number === undefined ? undefined : this.make(number);
  }
}
