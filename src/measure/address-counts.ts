/** How many connections to a target were opened to one of its addresses. */
export interface AddressEntry {
  readonly target: string;
  /** An IP address; of a proxy, where there is one. `others` beyond the first few. */
  readonly address: string;
  readonly connects: number;
}

/** Addresses kept of each target; what a name leads to beyond them is counted together. */
const MAX_ADDRESSES = 32;
const OTHERS = 'others';

/** Counts connections by the address they went to: bounded, however many addresses a name leads to. */
export class AddressCounts {
  private readonly targets = new Map<string, Map<string, number>>();

  count(target: string, address: string, connects = 1): void {
    const counts = this.targets.get(target) ?? new Map<string, number>();
    this.targets.set(target, counts);
    const name = counts.has(address) || counts.size < MAX_ADDRESSES ? address : OTHERS;
    counts.set(name, (counts.get(name) ?? 0) + connects);
  }

  list(): readonly AddressEntry[] {
    return [...this.targets].flatMap(([target, counts]) =>
      [...counts].map(([address, connects]) => ({ target, address, connects })),
    );
  }
}

/** What one thread would have counted that had seen the connections of all. */
export function mergeAddresses(lists: readonly (readonly AddressEntry[])[]): readonly AddressEntry[] {
  const merged = new AddressCounts();
  for (const { target, address, connects } of lists.flat()) merged.count(target, address, connects);
  return merged.list();
}
