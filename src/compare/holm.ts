/**
 * Adjusts p-values for multiple tests (Holm correction), in their order: with 95 % probability, no adjusted one is below 0.05
 * by chance, for any dependence between them.
 *
 *     adjusted(k-th smallest of m) = max over j ≤ k of min(1, (m − j + 1) p(j))
 *
 * S. Holm: A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6 (1979).
 */
export function holmAdjusted(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).sort((left, right) => pValues[left]! - pValues[right]!);
  const adjusted = new Array<number>(pValues.length);
  let most = 0;
  for (const [rank, index] of order.entries()) {
    most = Math.max(most, Math.min(1, (pValues.length - rank) * pValues[index]!));
    adjusted[index] = most;
  }
  return adjusted;
}
