import { formatPercent } from '../platform/percent.ts';
import { formatDurationMs } from '../platform/time/duration.ts';
import { signedNumber } from '../report/comparison/describe-row.ts';
import type { Report } from '../report/report.ts';

type Regions = NonNullable<Report['regions']>;
type Row = Regions['ranking'][number];
type Standing = Row['standings'][number];

/** One target in one row: its value, and its difference from the best. */
export interface RegionLine {
  readonly target: string;
  readonly value: string;
  /** With the 95 % confidence interval, `+20.1 % (+15 to +25.3)`; '' for the best. */
  readonly against: string;
  readonly outcome: string;
  readonly isWorse: boolean;
}

const OUTCOMES: Readonly<Record<Standing['outcome'], string>> = {
  best: '',
  worse: 'worse',
  inconclusive: 'inconclusive',
  'not-enough-data': 'n/a',
};

/** The evidence of the comparison of targets, in a sentence. */
export function describeBasis({ basis, blockMs }: Regions): string {
  const blocks = blockMs === undefined ? '' : ` Block bootstrap, blocks of ${formatDurationMs(blockMs)}.`;
  switch (basis) {
    case 'paired':
      return `The same conversations at the same times at all targets, resampled together.${blocks}`;
    case 'same-time':
      return `All targets at the same time, not paired by conversation: users wait for their own bot.${blocks}`;
    case 'in-turn':
      return `One target after the other, in slots in ABBA order.${blocks}`;
  }
}

export function rowName({ metric, statistic }: Row): string {
  return statistic === 'value' ? metric : `${metric} ${statistic}`;
}

/** The best first. It is not named `best` if no other target is significantly worse: it may be first by chance. */
export function regionLines({ unit, standings }: Row): RegionLine[] {
  const isDistinguishable = standings.some(({ outcome }) => outcome === 'worse');
  return standings.map(({ target, value, difference, interval95, outcome }) => ({
    target,
    value: value === null ? 'failed' : unit === 'ms' ? formatDurationMs(value) : formatPercent(value),
    against:
      difference === undefined || !interval95
        ? ''
        : `${number(difference, unit)} ${unit === 'ms' ? '%' : 'pp'} (${ends(interval95, unit).join(' to ')})`,
    outcome: outcome === 'best' ? (isDistinguishable ? 'best' : '') : OUTCOMES[outcome],
    isWorse: outcome === 'worse',
  }));
}

/** Why a target has no outcome, one sentence for each. */
export function regionReasons({ ranking }: Regions): string[] {
  return ranking.flatMap((row) =>
    row.standings.flatMap(({ target, why }) =>
      why === undefined ? [] : [`${rowName(row)}, ${target}: not enough data (${why})`],
    ),
  );
}

/** From low to high as they are shown. */
function ends([first, second]: readonly [number, number], unit: Row['unit']): string[] {
  const [low, high] = unit === 'ms' ? [first, second] : [second, first];
  return [number(low, unit), number(high, unit)];
}

/** For failures, less is better; a difference of shares is in percentage points. */
function number(value: number, unit: Row['unit']): string {
  return signedNumber((unit === 'ms' ? value : -value) * 100, unit);
}

/** Columns of the phases of the path that at least one target has. */
const PARTS = [
  ['rtt', 'rtt'],
  ['dns', 'dns'],
  ['tcp', 'tcp'],
  ['tls', 'tls'],
  ['upgrade', 'upgrade'],
  ['connect', 'connect'],
  ['ready', 'ready'],
  ['firstOutput', 'output'],
  ['firstOutputBot', 'bot'],
] as const;

export interface PathTable {
  readonly head: readonly string[];
  /** The target, then as many cells. */
  readonly rows: string[][];
}

/** Legend of its last columns. */
export const PATH_LEGEND = 'output: first_output; bot: first_output minus the lowest rtt of its session.';

/** Medians of the time of each target by phase: its path and its bot. */
export function pathTable({ path }: Regions): PathTable {
  const parts = PARTS.filter(([key]) => path.some((one) => one[key] !== null));
  return {
    head: parts.map(([, name]) => name),
    rows: path.map((one) => [
      one.target,
      ...parts.map(([key]) => (one[key] === null ? '–' : formatDurationMs(one[key]))),
    ]),
  };
}
