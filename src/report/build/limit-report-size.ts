import type { Metrics } from '../metric-schema.ts';
import type { Report } from '../report.ts';
import { serialiseReport } from '../serialise-report.ts';

/** A report stays under 3 MB for runs of any length; beyond 200 step labels blocks keep no histograms per step. */
const LARGEST_CHARS = 2_900_000;
const MAX_STEPS_IN_BLOCKS = 200;

interface Reduction {
  readonly note: string;
  /** Returns the same report if there is nothing to omit. */
  readonly apply: (report: Report) => Report;
}
const NO_BLOCK_HISTOGRAMS: Reduction = {
  note: 'histograms per step in the timeline',
  apply: withoutBlockHistograms,
};
/** Applied in this order until the report is small enough. The metrics themselves always stay. */
const REDUCTIONS: readonly Reduction[] = [
  { note: 'histograms of lower bounds in the timeline', apply: withoutLowerBoundsInBlocks },
  {
    note: 'all but the 10 longest turns of each exemplar, and all but 10 replies of each of these',
    apply: withShortExemplars,
  },
  { note: 'all but the 10 most frequent causes of each error class', apply: withFewCauses },
  { note: 'values per place in the timeline', apply: withoutPlacesInBlocks },
  NO_BLOCK_HISTOGRAMS,
  { note: 'histograms of lower bounds in groups', apply: (report) => withoutHistograms(report, false) },
  { note: 'histograms in groups', apply: (report) => withoutHistograms(report, true) },
];

/** Omits data until the report is small enough; its notes say what. */
export function limitReportSize(report: Report): Report {
  const steps = report.groups.filter(({ step }) => step !== undefined).length;
  let reduced = steps > MAX_STEPS_IN_BLOCKS ? reduce(report, NO_BLOCK_HISTOGRAMS) : report;
  for (const reduction of REDUCTIONS) {
    if (serialiseReport(reduced).length <= LARGEST_CHARS) return reduced;
    reduced = reduce(reduced, reduction);
  }
  return reduced;
}

function reduce(report: Report, reduction: Reduction): Report {
  const reduced = reduction.apply(report);
  if (reduced === report) return report;
  return { ...reduced, notes: [...reduced.notes, `Omitted to limit the report size: ${reduction.note}.`] };
}

const KEPT_CAUSES = 10;

function withFewCauses(report: Report): Report {
  if (report.errors.every(({ causes = [] }) => causes.length <= KEPT_CAUSES)) return report;
  const errors = report.errors.map((error) => ({ ...error, causes: error.causes?.slice(0, KEPT_CAUSES) }));
  return { ...report, errors };
}

const KEPT_OF_EXEMPLAR = 10;

function withShortExemplars(report: Report): Report {
  const isShort = (list: readonly unknown[]) => list.length <= KEPT_OF_EXEMPLAR;
  if (report.exemplars.every(({ turns }) => isShort(turns) && turns.every(({ replies }) => isShort(replies))))
    return report;
  const exemplars = report.exemplars.map((exemplar) => {
    const longest = exemplar.turns
      .toSorted((left, right) => right.endedMs - right.sentMs - (left.endedMs - left.sentMs))
      .slice(0, KEPT_OF_EXEMPLAR);
    const turns = exemplar.turns.filter((turn) => longest.includes(turn));
    return {
      ...exemplar,
      turns: turns.map((turn) => ({ ...turn, replies: turn.replies.slice(0, KEPT_OF_EXEMPLAR) })),
    };
  });
  return { ...report, exemplars };
}

function withoutBlockHistograms(report: Report): Report {
  if (report.timeline.blocks.every(({ steps }) => steps.length === 0)) return report;
  const blocks = report.timeline.blocks.map((block) => ({ ...block, steps: [] }));
  return { ...report, timeline: { ...report.timeline, blocks } };
}

function withoutPlacesInBlocks(report: Report): Report {
  if (report.timeline.blocks.every(({ places }) => places === undefined)) return report;
  const blocks = report.timeline.blocks.map(({ places: _, ...block }) => block);
  return { ...report, timeline: { ...report.timeline, blocks } };
}

function withoutLowerBoundsInBlocks(report: Report): Report {
  if (!report.timeline.blocks.some(({ steps }) => steps.some(({ firstOutputLow }) => firstOutputLow !== undefined)))
    return report;
  const bare = <Row extends { firstOutputLow?: string | undefined }>(rows: readonly Row[]) =>
    rows.map(({ firstOutputLow: _, ...row }) => row);
  const blocks = report.timeline.blocks.map(({ places, ...block }) => ({
    ...block,
    steps: bare(block.steps),
    ...(places && {
      places: mapValues(places, ({ targets, ...part }) => ({ ...part, targets: bare(targets) })),
    }),
  }));
  return { ...report, timeline: { ...report.timeline, blocks } };
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

function withoutHistograms(report: Report, both: boolean): Report {
  const bare = (metrics: Metrics): Metrics =>
    Object.fromEntries(
      Object.entries(metrics).map(([name, metric]) => {
        if (metric.kind !== 'trend') return [name, metric];
        const { histogram, histogramLower, ...rest } = metric;
        return [name, both || histogram === undefined ? rest : { ...rest, histogram }];
      }),
    );
  const groups = report.groups.map((group) => ({ ...group, metrics: bare(group.metrics) }));
  const places = report.places?.map((place) => ({
    ...place,
    metrics: bare(place.metrics),
    ...(place.targets && { targets: place.targets.map((own) => ({ ...own, metrics: bare(own.metrics) })) }),
  }));
  return { ...report, groups, ...(places && { places }) };
}
