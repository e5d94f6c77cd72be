import { groupThousands } from '../../platform/group-thousands.ts';
import type { Offer } from '../wire/messages.ts';

const HEADER = ['agent', 'place', 'host', 'cores', 'open files', 'memory', 'ports', 'turns/s per thread'];

/** An agent in a message: `agent a at eu-west (host-1)`. */
export function agentInWords({ name, place, host }: Pick<Offer, 'name' | 'place' | 'host'>): string {
  return `agent ${name}${place === undefined ? '' : ` at ${place}`} (${host})`;
}

/** The agents of a run and the limits of their machines, as lines of a table. */
export function describeAgents(agents: readonly Offer[]): readonly string[] {
  const rows = agents.map(({ name, place, host, cpus, openFiles, memoryBytes, ports, turnsPerSecond }) => [
    name,
    place ?? '',
    host,
    String(cpus),
    count(openFiles),
    memoryBytes === undefined ? '' : `${(memoryBytes / 2 ** 30).toFixed(1)} GiB`,
    count(ports),
    turnsPerSecond === undefined ? 'not calibrated' : groupThousands(Math.round(turnsPerSecond)),
  ]);
  const widths = HEADER.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  return [HEADER, ...rows].map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

const count = (value: number | undefined) => (value === undefined ? '' : groupThousands(value));
