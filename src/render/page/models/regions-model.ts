import type { Report } from '../../../report/report.ts';
import { describeBasis, PATH_LEGEND, pathTable, regionLines, regionReasons, rowName } from '../../region-lines.ts';
import type { RegionsModel } from '../page-model.ts';

/** Undefined for a run with a single target, and for one in progress. */
export function regionsModel({ regions }: Report): RegionsModel | undefined {
  if (!regions) return undefined;
  return {
    notes: [describeBasis(regions), ...regionReasons(regions)],
    ranking: regions.ranking.map((row) => ({ name: rowName(row), lines: regionLines(row) })),
    path: { ...pathTable(regions), legend: PATH_LEGEND },
  };
}
