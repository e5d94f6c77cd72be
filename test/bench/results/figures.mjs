/**
 * A figure of a benchmark: for palaver, and what it is compared with, a value per round. Its result is the median; its noise
 * is the largest distance of a round from the median, unknown for a single round.
 */
import { median } from '../parts/statistics.mjs';

/** Contender → its name in tables. */
export const CONTENDERS = { palaver: 'palaver', bare: 'bare loop', artillery: 'Artillery' };

/**
 * Reports a figure to the menu (run-bench.mjs), if it started this benchmark. `rounds`: contender → its values, in the order of
 * the rounds; may be empty. `better` is `lower`, `higher` or `nearer 0`. `ratio: false` if palaver ÷ bare loop means nothing, as with
 * errors near 0.
 */
export function tellFigure(name, unit, rounds, { better = 'lower', ratio = true } = {}) {
  const having = Object.entries(rounds).filter(([, list]) => list.length > 0);
  if (having.length > 0) process.send?.({ name, unit, better, ratio, rounds: Object.fromEntries(having) });
}

/** A reported figure → medians and noise, as stored. */
export function summarise({ name, unit, better, ratio, rounds }) {
  const values = Object.fromEntries(Object.entries(rounds).map(([who, list]) => [who, measured(list)]));
  const ratios = ratio && rounds.palaver && rounds.bare ? pairwiseRatios(rounds.palaver, rounds.bare) : [];
  return { name, unit, better, ...values, ...(ratios.length > 0 && { ratio: measured(ratios) }) };
}

/** Noise is null if it is unknown. */
export function measured(rounds) {
  const middle = median(rounds);
  const distances = rounds.map((value) => Math.abs(value - middle));
  const noise = rounds.length > 1 ? Math.max(...distances) : null;
  return { median: short(middle), noise: noise === null ? null : short(noise), rounds: rounds.map(short) };
}

/** Contenders alternate, so rounds with the same number had the same machine conditions. */
function pairwiseRatios(palaver, bare) {
  return palaver.map((value, index) => value / bare[index]).filter(Number.isFinite);
}

/** Four digits: more would only be noise. */
const short = (value) => Number(value.toPrecision(4));
