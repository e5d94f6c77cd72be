import { isIP } from 'node:net';

/** The addresses of this machine that the connections of a route leave from, one after the other. */
export class LocalAddresses {
  readonly family: number;
  private readonly addresses: readonly string[];
  private turn = 0;

  /** `addresses`: at least one, all of one family. */
  constructor(addresses: readonly string[]) {
    this.addresses = addresses;
    this.family = isIP(addresses[0]!);
  }

  next(): string {
    const address = this.addresses[this.turn % this.addresses.length]!;
    this.turn += 1;
    return address;
  }
}
