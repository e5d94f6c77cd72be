/**
 * Whether a version of Node is in a range of `engines`. Grammar: alternatives joined by `||`, each of comparators separated by
 * spaces (`>=22.18.0`, `>= 18`, `<23`, `^20.19.0`, `22`). Any other range counts as satisfied: the program itself checks it.
 */
export function satisfiesNode(range, version) {
  if (version === undefined) return false;
  return range.split('||').some((one) => comparatorsOf(one).every((comparator) => fits(comparator, numbers(version))));
}

function comparatorsOf(alternative) {
  return [...alternative.matchAll(/(>=|<=|>|<|\^|~|=)?\s*v?(\d+(?:\.\d+)*)/g)].map(([, sign = '', version]) => ({
    sign,
    wanted: numbers(version),
    parts: version.split('.').length,
  }));
}

function fits({ sign, wanted, parts }, actual) {
  const order = compare(actual, wanted);
  const same = (count) => wanted.slice(0, count).every((number, index) => number === actual[index]);
  switch (sign) {
    case '>=':
      return order >= 0;
    case '>':
      return order > 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '^':
      return order >= 0 && same(1);
    case '~':
      return order >= 0 && same(2);
    default:
      return same(parts);
  }
}

const numbers = (version) => [0, 1, 2].map((index) => Number(version.split('.')[index] ?? 0));

function compare(left, right) {
  const index = left.findIndex((number, at) => number !== right[at]);
  return index < 0 ? 0 : left[index] - right[index];
}
