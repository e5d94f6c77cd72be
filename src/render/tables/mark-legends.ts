/** What a mark beside a number means. */
const LEGENDS: readonly { readonly mark: RegExp; readonly text: string }[] = [
  { mark: /≈|few/, text: '≈ rests on few turns (p95 wants 200, p99 1,000), few on too few to tell.' },
  { mark: />\d/, text: '> lower bound: the quantile falls among failed turns (ranked slowest) or interrupted ones.' },
  { mark: /between p/, text: 'between: palaver was too busy to know the arrival more exactly.' },
];

/** Of the marks that occur in one of the texts. */
export function legendsOf(texts: readonly string[]): readonly string[] {
  return LEGENDS.filter(({ mark }) => texts.some((text) => mark.test(text))).map(({ text }) => text);
}
