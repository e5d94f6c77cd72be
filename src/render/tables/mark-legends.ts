/** Legends of the marks next to numbers. */
const LEGENDS: readonly { readonly mark: RegExp; readonly text: string }[] = [
  {
    mark: /≈|n\/a/,
    text: '≈ small sample: fewer than 20 values (p50), 100 (p90), 200 (p95) or 1,000 (p99); n/a: not enough data.',
  },
  { mark: /(^|\s)–(\s|$)/, text: '–: no data.' },
  {
    mark: />\d/,
    text: '> lower bound: the quantile falls among failed turns (ranked as slowest) or interrupted turns.',
  },
  {
    mark: /bounds p/,
    text: 'bounds: lower–upper bound shown where the load generator could not measure more precisely.',
  },
];

/** Legends of the marks that occur in the texts. */
export function legendsOf(texts: readonly string[]): readonly string[] {
  return LEGENDS.filter(({ mark }) => texts.some((text) => mark.test(text))).map(({ text }) => text);
}
