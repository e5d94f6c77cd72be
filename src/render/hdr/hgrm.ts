import { HdrCounts } from '../../measure/histogram/hdr-counts.ts';
import type { Report } from '../../report/report.ts';
import { failedOf } from '../tables/format-trend.ts';
import { hdrComment, hdrRunComments } from './hdr-comment.ts';

/**
 * The percentile distribution of one metric of the whole run, upper edge, in ms, as HdrHistogram prints it and its plotters
 * read it. They take all lines of a file for one curve, so a file holds one metric: two of them make two curves of a plot.
 * Any other row is in the histogram log, from which HistogramLogProcessor makes this form by tag.
 * Throws a KnownError where the histogram is damaged.
 */
export function renderHgrm(metric: 'first_output' | 'turn'): (report: Report) => string {
  return (report) => {
    const found = report.metrics[metric];
    const trend = found?.kind === 'trend' ? found : undefined;
    const data = trend?.histogram;
    const counts = data === undefined ? new HdrCounts(3) : HdrCounts.decode(data, 3);
    const failed = trend ? failedOf(trend) : 0;
    const comments = [
      ...hdrRunComments(report),
      hdrComment(`${metric} of the whole run in milliseconds`),
      ...(failed === 0 ? [] : [hdrComment(`excludes ${failed} failed turns; the report ranks them as slowest`)]),
    ];
    return `${comments.join('\n')}\n${counts.percentileText(1000)}`;
  };
}
