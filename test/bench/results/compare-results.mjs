/** The results of two runs of the same benchmarks, figure by figure. */

/**
 * One row per figure of palaver, and per ratio to the bare loop. On another machine only ratios can be compared. Outcomes:
 *
 * - `better`, `worse`: the medians differ by more than the noise of both sides together
 * - `within noise`: they do not
 * - `noise unknown`: both sides have a single round; if only one has, the noise of the other counts for both
 * - `not compared`: nothing is committed for this figure with the same options
 */
export function compareResults(committed, now) {
  return now.flatMap((result) => {
    const before = committed.find((one) => isSameMeasurement(one, result));
    const absolute = before === undefined || isSameMachine(before.machine, result.machine);
    return result.figures.flatMap((figure) => {
      const old = before?.figures.find(({ name, unit }) => name === figure.name && unit === figure.unit);
      return rowsOf(result.benchmark, figure, old, absolute);
    });
  });
}

const isSameMeasurement = (one, other) =>
  one.benchmark === other.benchmark && one.options.join(' ') === other.options.join(' ');

/** By processor, cores, memory and major version of Node. */
export function isSameMachine(one, other) {
  const major = ({ node }) => node.split('.')[0];
  const keys = ['cpuModel', 'cores', 'memoryGib', 'platform'];
  return keys.every((key) => one[key] === other[key]) && major(one) === major(other);
}

function rowsOf(benchmark, figure, old, absolute) {
  const { name, unit, better } = figure;
  const kinds = [...(absolute || unit === '×' ? [['palaver', unit]] : []), ['ratio', '×']];
  return kinds.flatMap(([kind, unitOfKind]) => {
    const [before, after] = [old?.[kind], figure[kind]];
    if (!after) return [];
    const change = before && before.median !== 0 ? after.median / before.median - 1 : undefined;
    return [{ benchmark, name, kind, unit: unitOfKind, before, after, change, outcome: judge(before, after, better) }];
  });
}

/** `better` of a figure → the value that should be low. */
const COSTS = { lower: (value) => value, higher: (value) => -value, 'nearer 0': Math.abs };

function judge(before, after, better) {
  if (!before) return 'not compared';
  const noises = [before.noise ?? after.noise, after.noise ?? before.noise];
  if (noises.includes(null)) return 'noise unknown';
  if (Math.abs(after.median - before.median) <= noises[0] + noises[1]) return 'within noise';
  return COSTS[better](after.median) < COSTS[better](before.median) ? 'better' : 'worse';
}
