import { metricsAt } from '../comparison/part.ts';
import type { Report } from '../report.ts';
import { rankTargets } from './rank-targets.ts';
import type { Regions } from './regions-schema.ts';

const PATH = {
  rtt: 'rtt',
  connect: 'connect',
  dns: 'connect_dns',
  tcp: 'connect_tcp',
  tls: 'connect_tls',
  upgrade: 'connect_upgrade',
  ready: 'ready',
  firstOutput: 'first_output',
  firstOutputBot: 'first_output_bot',
} as const;

/** The comparison of the targets of a run, and their time by phase; undefined for a single one. */
export function buildRegions(report: Report): Regions | undefined {
  const { targets, load } = report;
  if (targets.length < 2) return undefined;
  const together = load.model === 'open' ? 'paired' : 'same-time';
  return {
    basis: load.targetOrder === 'abba' ? 'in-turn' : together,
    ...rankTargets(report),
    path: targets.map(({ name }) => pathOf(report, name)),
  };
}

function pathOf(report: Report, target: string): Regions['path'][number] {
  const metrics = metricsAt(report, { target }) ?? {};
  const medianOf = (name: string) => {
    const trend = metrics[name];
    return trend?.kind === 'trend' ? trend.p50 : null;
  };
  const medians = Object.fromEntries(Object.entries(PATH).map(([key, name]) => [key, medianOf(name)]));
  return { target, ...(medians as Record<keyof typeof PATH, number | null>) };
}
