import { KnownError } from '../../platform/known-error.ts';
import { describeEnd } from '../describe-end.ts';
import type { Report } from '../report.ts';
import type { Sides } from './compared-metrics.ts';
import { metricsAt, partsOf } from './part.ts';

/** Reasons against comparing the two sides, and warnings. */
export interface Comparability {
  readonly reasonsAgainst: readonly string[];
  readonly warnings: readonly string[];
}

/** Throws a KnownError if a run is given twice, on the same side or on both. */
export function refuseRepeatedRuns({ base, candidate }: Sides): void {
  const ids = [...base, ...candidate].map(({ run }) => run.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice === undefined) return;
  throw new KnownError(`run ${twice} is given twice`, {
    hint: 'use different runs',
  });
}

export function judgeComparability(sides: Sides): Comparability {
  const all = [...sides.base, ...sides.candidate];
  // The verdict may be a failed threshold, which takes precedence, although the run is invalid or inconclusive, too.
  const having = (found: 'invalid' | 'inconclusive') =>
    all.filter(({ verdict }) => verdict.reasons.some(({ kind }) => kind === found));
  const invalid = all.filter((report) => report.verdict.status === 'invalid' || having('invalid').includes(report));
  // Not by the status, which is also that of a sound run whose comparison with a baseline was inconclusive.
  const inconclusive = having('inconclusive').filter((report) => !invalid.includes(report));
  const parts = partsOf(sides.base[0]!);
  const common = parts.filter((part) => all.every((report) => metricsAt(report, part) !== undefined));
  const steps = common.filter(({ step }) => step !== undefined);
  // Without turns, or with less detail (--series), runs have none to have in common.
  const hasSteps = (report: Report) => report.groups.some(({ step }) => step !== undefined);
  const targetsOf = (report: Report) =>
    report.targets.length > 1 ? listed(report.targets.map(({ name }) => name)) : 'one';
  return {
    reasonsAgainst: [
      ...invalid.map(({ run }) => `run ${run.id} is invalid, so its results cannot be compared`),
      ...inconclusive.map(({ run }) => `run ${run.id} is inconclusive`),
      ...(valuesOf(all, turnsOf).length > 1 ? [`only some of the runs have turns: ${differing(sides, turnsOf)}`] : []),
      ...(steps.length === 0 && all.every(hasSteps) ? ['the runs have no step in common'] : []),
      ...(valuesOf(all, targetsOf).length > 1
        ? [`the targets differ: ${differing(sides, ({ targets }) => listed(targets.map(({ name }) => name)))}`]
        : []),
    ],
    warnings: [
      ...unknownSteps(sides, steps.length),
      ...endings(all),
      ...DIFFERENCES.flatMap(({ what, of }) => differ(sides, what, of)),
    ],
  };
}

const turnsOf = ({ scenario }: Report) => (scenario.turns === false ? 'without turns' : 'with turns');

/** Facts of a run as text; a warning is given if the texts of the two sides differ. */
const DIFFERENCES: readonly { readonly what: string; readonly of: (report: Report) => string }[] = [
  { what: 'scenario (sha-256)', of: ({ scenario }) => scenario.sha256.slice(0, 12) },
  { what: 'load', of: ({ load }) => load.description },
  { what: 'measured time', of: ({ load }) => `${load.measure ?? 'all'} after ${(load.warmUpMs ?? 0) / 1000} s` },
  { what: 'TLS handshakes', of: ({ targets }) => (targets.some(({ tls }) => tls === 'resume') ? 'resumed' : 'full') },
  { what: 'seed', of: ({ run }) => String(run.seed) },
  { what: 'places', of: ({ places = [] }) => places.map(({ place }) => place).join(' and ') || 'none' },
  { what: 'palaver', of: ({ generator }) => generator.palaver },
  {
    what: 'generator',
    of: ({ generator: { node, platform, cpus, workers } }) =>
      `Node ${node}, ${platform ?? 'unknown platform'}, ${cpus} cores, ${workers.length} load threads`,
  },
];

function differ(sides: Sides, what: string, of: (report: Report) => string): string[] {
  if (valuesOf([...sides.base, ...sides.candidate], of).length === 1) return [];
  return [`different ${what}: ${differing(sides, of)}`];
}

function differing({ base, candidate }: Sides, of: (report: Report) => string): string {
  return `${listed(valuesOf(base, of))} | ${listed(valuesOf(candidate, of))}`;
}

function valuesOf(reports: readonly Report[], of: (report: Report) => string): string[] {
  return [...new Set(reports.map(of))];
}

function unknownSteps({ base, candidate }: Sides, common: number): string[] {
  const stepsOf = (reports: readonly Report[]) =>
    new Set(
      reports.flatMap((report) =>
        partsOf(report).flatMap(({ step, ...rest }) => (step ? [JSON.stringify({ ...rest, step })] : [])),
      ),
    );
  const all = new Set([...stepsOf(base), ...stepsOf(candidate)]).size;
  return common > 0 && all > common ? [`${all - common} steps are not in every run and not compared individually`] : [];
}

function endings(reports: readonly Report[]): string[] {
  return reports
    .filter(({ run }) => run.partial)
    .map(({ run }) => `run ${run.id} did not reach its planned end (${describeEnd(run)})`);
}

const MAX_LISTED = 3;

function listed(values: readonly string[]): string {
  const rest = values.length - MAX_LISTED;
  return [...values.slice(0, MAX_LISTED), ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}
