/** Number of connections to a target that were opened to one of its addresses. */
export interface AddressEntry {
  readonly target: string;
  /** An IP address (of the proxy, if there is one), or `others` beyond the maximum number of addresses. */
  readonly address: string;
  readonly connects: number;
}

/** Maximum number of addresses per target; further ones are counted together. */
const MAX_ADDRESSES = 32;
const OTHERS = 'others';

/** Counts connections by address, with bounded memory. */
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

/** The same counts as if one thread had counted all connections. */
export function mergeAddresses(lists: readonly (readonly AddressEntry[])[]): readonly AddressEntry[] {
  const merged = new AddressCounts();
  for (const { target, address, connects } of lists.flat()) merged.count(target, address, connects);
  return merged.list();
}
