import { HdrCounts } from '../../measure/histogram/hdr-counts.ts';
import { percentileText } from '../../measure/histogram/hdr-library.ts';
import type { Report } from '../../report/report.ts';
import { failedOf } from '../tables/format-trend.ts';
import { hdrComment, hdrRunComments } from './hdr-comment.ts';

/**
 * The percentile distribution of one metric of the whole run, upper bounds, in ms, in the format of HdrHistogram and its
 * plotters. A plotter reads a file as one curve, so a file contains one metric. For other rows, HistogramLogProcessor converts
 * the histogram log to this format by tag. Throws a KnownError if the histogram is damaged.
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
    return `${comments.join('\n')}\n${percentileText(counts, 1000)}`;
  };
}
