import { type LookupAddress, lookup } from 'node:dns';
import { isIP } from 'node:net';
import { KnownError } from '../../platform/known-error.ts';
import type { Clock } from '../../platform/time/clock.ts';

/** How long a resolved name is used before it is asked for again. */
const KEEP_US = 30_000_000;

interface Entry {
  readonly addresses: readonly LookupAddress[];
  readonly untilUs: number;
  /** Which address comes first next time. */
  turn: number;
}

/** Asks the system for all addresses of a name. */
export type SystemLookup = (hostname: string) => Promise<LookupAddress[]>;

const systemLookup: SystemLookup = (hostname) =>
  new Promise((resolve, reject) => {
    lookup(hostname, { all: true, verbatim: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
  });

/**
 * Addresses of names. A name is asked for once per 30 s, however many connections open at that moment, and its
 * addresses take turns at being first; the others follow in case the first cannot be reached.
 */
export class NameResolver {
  private readonly clock: Clock;
  private readonly overrides: ReadonlyMap<string, LookupAddress>;
  private readonly ask: SystemLookup;
  private readonly family: number | undefined;
  private readonly known = new Map<string, Entry>();
  private readonly asked = new Map<string, Promise<Entry>>();

  /** `overrides`: host[:port] → address, as `curl --resolve`. `family`: 4 or 6, where only such addresses are of use. */
  constructor(
    clock: Clock,
    overrides: Readonly<Record<string, string>> = {},
    family?: number,
    ask: SystemLookup = systemLookup,
  ) {
    this.clock = clock;
    this.ask = ask;
    this.family = family;
    this.overrides = new Map(Object.entries(overrides).map(([name, address]) => parseOverride(name, address)));
  }

  /** Addresses at once where the name is overridden or cached, otherwise a promise; rejects as `dns.lookup` does. */
  addresses(hostname: string, port: number): readonly LookupAddress[] | Promise<readonly LookupAddress[]> {
    const name = hostname.toLowerCase();
    const fixed = this.overrides.get(`${name}:${port}`) ?? this.overrides.get(name);
    if (fixed) return this.isOfUse(fixed) ? [fixed] : Promise.reject(wrongFamily(name, this.family));
    const entry = this.known.get(name);
    if (entry && entry.untilUs > this.clock.nowUs()) return inTurn(entry);
    return this.resolve(name).then(inTurn);
  }

  private resolve(name: string): Promise<Entry> {
    const running = this.asked.get(name);
    if (running) return running;
    const question = this.ask(name)
      .then((all) => {
        const addresses = all.filter((address) => this.isOfUse(address));
        if (addresses.length === 0) throw wrongFamily(name, this.family);
        const entry = { addresses, untilUs: this.clock.nowUs() + KEEP_US, turn: 0 };
        this.known.set(name, entry);
        return entry;
      })
      .finally(() => this.asked.delete(name));
    this.asked.set(name, question);
    return question;
  }

  private isOfUse({ family }: LookupAddress): boolean {
    return this.family === undefined || family === this.family;
  }
}

/** An error with the code of getaddrinfo. */
function wrongFamily(name: string, family: number | undefined): Error {
  return Object.assign(new Error(`${name} has no IPv${family} address`), { code: 'EAI_ADDRFAMILY' });
}

function inTurn(entry: Entry): readonly LookupAddress[] {
  const first = entry.turn % entry.addresses.length;
  entry.turn += 1;
  return [...entry.addresses.slice(first), ...entry.addresses.slice(0, first)];
}

function parseOverride(name: string, address: string): [string, LookupAddress] {
  const bare = address.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(bare);
  if (family === 0) {
    throw new KnownError(`the address given for ${name} is not an IP address: ${address}`, {
      hint: 'use --resolve HOST=ADDRESS with an IPv4 or IPv6 address',
    });
  }
  return [name.toLowerCase(), { address: bare, family }];
}
