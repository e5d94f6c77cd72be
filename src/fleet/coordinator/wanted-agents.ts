import { KnownError } from '../../platform/known-error.ts';
import type { Threshold } from '../../verdict/threshold.ts';
import type { Offer } from '../wire/messages.ts';

/** The agents that a run needs: a number at each place, a number at any place, or all free ones, up to a maximum. */
export type WantedAgents =
  | { readonly kind: 'all'; readonly max: number }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'places'; readonly counts: ReadonlyMap<string, number> };

/**
 * `--agents N`, or `--place NAME=N` (repeatable); neither: all, up to `max`.
 * @throws KnownError (104) for both, or another form.
 */
export function parseWanted(
  agents: number | undefined,
  places: readonly string[] = [],
  max = Number.POSITIVE_INFINITY,
): WantedAgents {
  if (places.length === 0) return agents === undefined ? { kind: 'all', max } : { kind: 'count', count: agents };
  if (agents !== undefined) {
    throw new KnownError('--agents cannot be combined with --place', {
      hint: 'use --agents N for agents at any place, or --place NAME=N for each place',
    });
  }
  const counts = new Map<string, number>();
  for (const text of places) {
    const [, name = '', count = ''] = /^([^=]+)=([1-9]\d{0,3})$/.exec(text) ?? [];
    if (name === '' || counts.has(name)) {
      throw new KnownError(`--place must be NAME=N, each name once (got "${text}")`, {
        hint: 'use --place eu-west=3: three agents at the place eu-west',
      });
    }
    counts.set(name, Number(count));
  }
  return { kind: 'places', counts };
}

/** Agents for a run; `missing`: what is missing of the wanted ones, in words. */
export interface ChosenAgents {
  readonly agents: readonly Offer[];
  readonly missing: string | undefined;
  /** A place that no agent has, busy ones included. */
  readonly unknownPlace: string | undefined;
}

/** Chooses among the agents that answered; only free ones of this version, in order of their names. */
export function chooseAgents(wanted: WantedAgents, offers: readonly Offer[], version: string): ChosenAgents {
  const free = offers
    .filter((offer) => offer.run === undefined && offer.version === version)
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
  switch (wanted.kind) {
    case 'all':
      return {
        agents: free.slice(0, wanted.max),
        missing: free.length === 0 ? 'no agent is free' : undefined,
        unknownPlace: undefined,
      };
    case 'count':
      return {
        agents: free.slice(0, wanted.count),
        missing: free.length < wanted.count ? `${free.length} of ${wanted.count} agents are free` : undefined,
        unknownPlace: undefined,
      };
    case 'places':
      return chooseByPlace(wanted.counts, free, offers);
  }
}

function chooseByPlace(
  counts: ReadonlyMap<string, number>,
  free: readonly Offer[],
  offers: readonly Offer[],
): ChosenAgents {
  const at = [...counts].map(([place, count]) => ({
    place,
    count,
    agents: free.filter((offer) => offer.place === place).slice(0, count),
  }));
  const lacking = at.filter(({ count, agents }) => agents.length < count);
  const texts = lacking.map(({ place, count, agents }) => `${agents.length} of ${count} agents at ${place} are free`);
  return {
    agents: at.flatMap(({ agents }) => agents),
    missing: texts.length > 0 ? texts.join(', ') : undefined,
    unknownPlace: lacking.find(({ place }) => !offers.some((offer) => offer.place === place))?.place,
  };
}

/** Why the agents that answered are not enough, as an error once waiting is over. */
export function notEnough(
  { missing, unknownPlace }: ChosenAgents,
  offers: readonly Offer[],
  { version, waited }: { readonly version: string; readonly waited: string },
): KnownError {
  if (offers.length === 0) {
    return new KnownError(`no agent answered within ${waited}`, {
      exit: 'incomplete',
      hint: 'start agents with palaver agent --fleet, the same URL and fleet name; or wait longer: --wait 2m',
    });
  }
  if (unknownPlace !== undefined) {
    const places = [...new Set(offers.flatMap(({ place }) => place ?? []))].sort();
    return new KnownError(`no agent has the place "${unknownPlace}"`, {
      hint: places.length > 0 ? `places of the fleet: ${places.join(', ')}` : 'start agents with --place NAME',
    });
  }
  const busy = offers.filter(({ run }) => run !== undefined);
  const others = offers.filter((offer) => offer.version !== version);
  const reasons = [
    missing!,
    ...(busy.length > 0 ? [`${busy.length} busy with ${[...new Set(busy.map(({ run }) => run))].join(', ')}`] : []),
    ...(others.length > 0
      ? [
          `${others.length} of another version (${[...new Set(others.map((offer) => offer.version))].join(', ')}; this is ${version})`,
        ]
      : []),
  ];
  return new KnownError(`the fleet has too few agents after ${waited}: ${reasons.join('; ')}`, {
    exit: 'incomplete',
    hint: 'start more agents, ask for fewer (--agents), or wait longer (--wait 2m)',
  });
}

/** `what`: the kind of condition. @throws KnownError (104) for a condition on a place that no agent of the run has. */
export function refuseMissingPlaces(
  conditions: readonly Threshold[],
  agents: readonly Pick<Offer, 'place'>[],
  what = 'threshold',
): void {
  const places = [...new Set(agents.flatMap(({ place }) => place ?? []))];
  for (const { expression, labels } of conditions) {
    if (labels.place === undefined || places.includes(labels.place)) continue;
    throw new KnownError(`${what} ${expression}: no agent of the run has the place "${labels.place}"`, {
      hint: places.length > 0 ? `places of the run: ${places.join(', ')}` : 'start agents with --place NAME',
    });
  }
}
