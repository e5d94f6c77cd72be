import { countedBy } from '../../measure/counted-by.ts';
import { HdrCounts } from '../../measure/histogram/hdr-counts.ts';
import { rankOf } from '../../measure/histogram/quantile.ts';
import type { Comparison } from '../../report/comparison/comparison-schema.ts';
import { curveRanks, curveValues } from '../page/models/curve-model.ts';
import type { ComparedCurveModel } from './comparison-page-model.ts';

type Curve = Comparison['curves'][number];

/** Both curves over the shares of the side with more turns. Throws a KnownError where a histogram is damaged. */
export function comparedCurveModel({ metric, base, candidate }: Curve): ComparedCurveModel {
  const [left, right] = [base, candidate].map((side) => ({
    counts: HdrCounts.decode(side.histogram, 3),
    failed: side.failed,
  }));
  const turns = (side: typeof left) => side!.counts.total + side!.failed;
  const most = Math.max(1, turns(left), turns(right));
  // The slowest of n turns represents the last 1/n of them: half of that is beyond it.
  const share = curveRanks(most).map((rank) => Math.min(rank / most, 1 - 0.5 / most));
  const curveOf = (side: typeof left) => {
    const total = turns(side);
    const within = share.filter(
      (each) => total > 0 && each < 1 - 0.25 / total && rankOf(total, each) <= side!.counts.total,
    );
    const values = curveValues(
      side!.counts,
      within.map((each) => rankOf(total, each)),
      'highest',
    );
    return share.map((_, index) => values[index] ?? null);
  };
  return {
    metric,
    counted: countedBy(metric),
    share,
    base: curveOf(left),
    candidate: curveOf(right),
    baseFailed: base.failed,
    candidateFailed: candidate.failed,
  };
}
