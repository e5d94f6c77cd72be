import { measuredMs } from '../../load/measured-windows.ts';
import type { Segment } from '../../load/segment.ts';
import { mergeAddresses } from '../../measure/address-counts.ts';
import { type Exemplars, exemplarsAt, mergeExemplars } from '../../measure/exemplars.ts';
import { mergeErrors } from '../../measure/merge-errors.ts';
import { KILLED } from '../../report/describe-end.ts';
import type { GeneratorFacts, RunFacts } from '../../report/run-facts.ts';
import { limitTraces } from '../../report/traces/limit-traces.ts';
import type { RunEnding } from '../../verdict/verdict.ts';
import { placesOfShards } from './places-of-shards.ts';
import { nameOfShare } from './resolve-share.ts';
import type { ShardState } from './shard-file.ts';

/** What is kept of each shard, for the facts of the whole run. */
export type ShardFacts = Pick<ShardState, 'identity' | 'index' | 'host' | 'agent' | 'place' | 'addresses' | 'facts'>;

/** The end of the whole run, or of one of its shards only. */
interface ShardEnding extends RunEnding {
  readonly shard?: Segment;
}

/** The facts of a whole run. */
export type MergedFacts = Omit<RunFacts, 'scoped' | 'endings'> & { readonly endings: readonly ShardEnding[] };

/** The facts of the shards of a run. Errors and exemplars are merged at once, because they are long. */
export class FactsOfShards {
  readonly shards: ShardFacts[] = [];
  private errors: RunFacts['errors'] = [];
  private exemplars: Exemplars = { slowest: [], random: [] };

  add({ addresses, facts, ...shard }: Omit<ShardState, 'snapshot' | 'scoped'>): void {
    const { identity, index, host, agent, place } = shard;
    this.errors = mergeErrors([this.errors, facts.errors]);
    this.exemplars = mergeExemplars([this.exemplars, exemplarsAt(facts.exemplars, place)]);
    const short = { ...facts, errors: [], exemplars: { slowest: [], random: [] } };
    const named = { ...(agent !== undefined && { agent }), ...(place !== undefined && { place }) };
    this.shards.push({ identity, index, host, ...named, addresses, facts: short });
  }

  /** The facts of the whole run; missing shards make it incomplete. At least one has been added. */
  merged(): MergedFacts {
    const shards = this.shards.toSorted((left, right) => left.index - right.index);
    const { targets } = shards[0]!.identity;
    const merged = mergeFacts(shards);
    const exemplars = inOrderOf(targets, this.exemplars);
    return {
      ...merged,
      errors: this.errors,
      exemplars: merged.places?.several ? exemplars : withoutPlaces(exemplars),
    };
  }
}

/** Within a target, the order is that of the exemplars. */
function inOrderOf(targets: readonly string[], { slowest, random }: Exemplars): Exemplars {
  const sorted = (list: Exemplars['slowest']) =>
    list.toSorted((left, right) => targets.indexOf(left.target) - targets.indexOf(right.target));
  return { slowest: sorted(slowest), random: sorted(random) };
}

/** A run at a single place needs no labels of places. */
function withoutPlaces({ slowest, random }: Exemplars): Exemplars {
  const bare = (list: Exemplars['slowest']) => list.map(({ place: _, ...exemplar }) => exemplar);
  return { slowest: bare(slowest), random: bare(random) };
}

/** `shards`: in order of their numbers. */
function mergeFacts(shards: readonly ShardFacts[]): Omit<MergedFacts, 'errors' | 'exemplars'> {
  const all = shards.map(({ facts }) => facts);
  const [first] = all;
  const { identity } = shards[0]!;
  const durationMs = Math.max(...all.map(({ run }) => run.durationMs));
  const endings = [...missingShards(shards), ...shards.flatMap(endingsOf)];
  const stopped = all.find(({ run }) => run.partial);
  const places = placesOfShards(shards);
  const startMs = Date.parse(first!.run.startedAt);
  return {
    ...first!,
    run: {
      ...first!.run,
      durationMs,
      endedAt: new Date(startMs + durationMs).toISOString(),
      measuredMs: measuredMs(identity.load, durationMs),
      partial: endings.length > 0 || stopped !== undefined,
      stopReason: endings.length > 0 ? (stopped?.run.stopReason ?? 'incomplete') : first!.run.stopReason,
    },
    targets: first!.targets.map((target) => ({ ...target, addresses: addressesOf(shards, target.name) })),
    endings,
    generator: mergeGenerators(shards),
    places,
    ...(all.some(({ traces }) => traces) && { traces: tracesInOrder(all, identity.targets) }),
    notes: [
      ...new Set(all.flatMap(({ notes = [] }) => notes)),
      ...(identity.load.model === 'open' ? [SPLIT_POOL] : []),
      ...(places ? withoutPlaceNote(shards) : []),
    ],
    settled: endings.length === 0 && all.every(({ settled }) => settled),
  };
}

/** By number, and then by target, as on one machine. */
function tracesInOrder(all: readonly Pick<RunFacts, 'traces'>[], targets: readonly string[]): RunFacts['traces'] {
  const traces = all.flatMap((facts) => facts.traces ?? []);
  return limitTraces(
    traces.toSorted(
      (left, right) => left.number - right.number || targets.indexOf(left.target) - targets.indexOf(right.target),
    ),
  );
}

const SPLIT_POOL =
  'maxVus is divided among the shards: while all virtual users of one shard were busy, those of the others did not take its arrivals.';

/** They are in no row of a place. */
function withoutPlaceNote(shards: readonly ShardFacts[]): readonly string[] {
  const bare = shards.filter(({ place }) => place === undefined).map(({ index }) => index);
  if (bare.length === 0) return [];
  const [have, its] = bare.length === 1 ? ['has', 'its results are'] : ['have', 'their results are'];
  return [`S${namesOf(bare).slice(1)} ${have} no place: ${its} only in the totals.`];
}

/** Results are not extrapolated: the report says what is missing, and the run is incomplete. */
function missingShards(shards: readonly ShardFacts[]): readonly RunEnding[] {
  const { identity } = shards[0]!;
  const present = new Set(shards.map(({ index }) => index));
  const missing = Array.from({ length: identity.shards }, (_, index) => index).filter((index) => !present.has(index));
  if (missing.length === 0) return [];
  const [are, files] = missing.length === 1 ? ['is', 'its file'] : ['are', 'their files'];
  return [
    {
      exit: 'incomplete',
      text: `${namesOf(missing)} of ${identity.shards} ${are} missing; the results are those of the others; add ${files} and merge again`,
    },
  ];
}

/** `shard 3`, `shards 1 and 3`; at most ten numbers. */
function namesOf(indexes: readonly number[]): string {
  const numbers = indexes.map((index) => String(index + 1));
  if (numbers.length === 1) return `shard ${numbers[0]}`;
  const last = numbers.length > 10 ? `${numbers.length - 10} more` : numbers.at(-1);
  return `shards ${numbers.slice(0, Math.min(10, numbers.length - 1)).join(', ')} and ${last}`;
}

/** A checkpoint is all that a killed shard leaves. */
function endingsOf({ index, identity, facts }: ShardFacts): readonly ShardEnding[] {
  const killed: readonly RunEnding[] =
    facts.run.stopReason === 'running'
      ? [
          {
            exit: 'incomplete',
            text: `${KILLED}; later data are missing; if it is still running, merge again when it has ended`,
          },
        ]
      : [];
  return [...killed, ...facts.endings].map((ending) => ({ ...ending, shard: { index, count: identity.shards } }));
}

/** With the names of the shards: those that ended for the same reason are named together. */
export function nameShards(endings: readonly ShardEnding[]): readonly RunEnding[] {
  const groups = new Map<string, ShardEnding[]>();
  for (const ending of endings) {
    const key = JSON.stringify([ending.exit, ending.text, ending.shard !== undefined]);
    groups.set(key, [...(groups.get(key) ?? []), ending]);
  }
  return [...groups.values()].map((same) => {
    const { exit, text } = same[0]!;
    const shards = same.flatMap(({ shard }) => shard ?? []);
    return { exit, text: shards.length === 0 ? text : `${togetherOf(shards)}: ${text}` };
  });
}

function togetherOf(shards: readonly Segment[]): string {
  const [first] = shards;
  if (shards.length === 1) return `shard ${nameOfShare(first!)}`;
  return `${namesOf(shards.map(({ index }) => index))} of ${first!.count}`;
}

function addressesOf(shards: readonly ShardFacts[], target: string): Record<string, number> {
  const merged = mergeAddresses(shards.map(({ addresses }) => addresses)).filter((entry) => entry.target === target);
  return Object.fromEntries(merged.map(({ address, connects }) => [address, connects]));
}

/** All load threads; of the machines, the readings of the most loaded one: it decides whether the run is valid. */
function mergeGenerators(shards: readonly ShardFacts[]): GeneratorFacts {
  const generators = shards.map(({ facts }) => facts.generator);
  const busiest = shards.toSorted(
    (left, right) => pressureOf(right.facts.generator) - pressureOf(left.facts.generator),
  )[0]!;
  return {
    ...busiest.facts.generator,
    mostLoaded: shareNameOf(busiest),
    workers: generators.flatMap(({ workers }) => workers),
    machines: shards.map((shard) => {
      const { workers, calibration: _, ...machine } = shard.facts.generator;
      const delays = workers.map(({ loopDelayMaxMs = 0 }) => loopDelayMaxMs);
      return {
        shard: shareNameOf(shard),
        host: shard.host,
        ...(shard.agent !== undefined && { agent: shard.agent }),
        ...(shard.place !== undefined && { place: shard.place }),
        loadThreads: workers.length,
        loopDelayMaxMs: Math.max(0, ...delays),
        samplesLost: workers.reduce((sum, { samplesLost }) => sum + samplesLost, 0),
        ...machine,
      };
    }),
  };
}

const shareNameOf = ({ index, identity }: ShardFacts) => nameOfShare({ index, count: identity.shards });

/** Cores that others use or the hypervisor takes, against idle ones. */
function pressureOf({ cpus, otherCpuCores = 0, stealShare = 0, idleCpuCores = 0 }: GeneratorFacts): number {
  return otherCpuCores + stealShare * cpus - idleCpuCores;
}
