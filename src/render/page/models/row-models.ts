import type { Metrics } from '../../../report/metric-schema.ts';
import { onlyPlace } from '../../../report/only-place.ts';
import type { Report, ReportGroup } from '../../../report/report.ts';
import type { RowModel, TrendModel } from '../page-model.ts';
import { curveModel } from './curve-model.ts';
import { trendModel } from './trend-model.ts';

/** Maximum number of rows with curves; in a scenario with more, the first ones have them. */
const MAX_ROWS_WITH_CURVES = 40;
const WITH_CURVE: ReadonlySet<string> = new Set(['first_output', 'turn']);

/**
 * The run as a whole, its targets, conversations and steps, then its places. A group that is the only one of its parent has no row: it would say the same
 * again. Throws a KnownError where a histogram is damaged.
 */
export function rowModels(report: Report): RowModel[] {
  const groups = report.groups.map((group, index) => ({ group, id: `g${index}` }));
  const rows = groups.filter(({ group }) => !isAlone(group, report));
  return [
    rowModel('all', 'all', { target: '' }, trendModels(report.metrics, new Set([...WITH_CURVE, 'send_lag']))),
    ...rows.map(({ group, id }, index) =>
      rowModel(
        id,
        kindOf(group),
        group,
        trendModels(group.metrics, index < MAX_ROWS_WITH_CURVES ? WITH_CURVE : new Set()),
      ),
    ),
    ...placeRows(report, rows.length),
  ];
}

/** Without curves beyond the first rows. */
function placeRows(report: Report, before: number): RowModel[] {
  if (onlyPlace(report) !== undefined) return [];
  const parts = (report.places ?? []).flatMap(({ place, metrics, targets = [] }) => [
    { place, target: '', metrics },
    ...targets.map((own) => ({ place, ...own })),
  ]);
  return parts.map(({ place, target, metrics }, index) => {
    const withCurve: ReadonlySet<string> = before + index < MAX_ROWS_WITH_CURVES ? WITH_CURVE : new Set();
    return {
      id: `p${index}`,
      kind: 'place',
      label: place,
      target,
      conversation: '',
      trends: trendModels(metrics, withCurve),
    };
  });
}

type Group = Pick<ReportGroup, 'target' | 'conversation' | 'step'>;

function rowModel(id: string, kind: RowModel['kind'], group: Group, trends: readonly TrendModel[]): RowModel {
  const { target, conversation = '', step } = group;
  const label = kind === 'all' ? 'all' : (step ?? (conversation || target));
  return { id, kind, label, target, conversation, trends };
}

function kindOf({ conversation, step }: Group): RowModel['kind'] {
  if (step !== undefined) return 'step';
  return conversation === undefined ? 'target' : 'conversation';
}

/** The only target of the run, or the only conversation of a target. */
function isAlone(group: ReportGroup, { groups }: Report): boolean {
  const kind = kindOf(group);
  if (kind === 'step') return false;
  const peers = groups.filter(
    (other) => kindOf(other) === kind && (kind === 'target' || other.target === group.target),
  );
  return peers.length === 1;
}

function trendModels(metrics: Metrics, withCurve: ReadonlySet<string>): TrendModel[] {
  return Object.entries(metrics).flatMap(([metric, trend]) => {
    if (trend.kind !== 'trend') return [];
    const curve = withCurve.has(metric) ? curveModel(trend) : undefined;
    return [{ ...trendModel(metric, trend, failedConnects(metric, metrics)), ...(curve && { curve }) }];
  });
}

/** Connections that never came to be are counted apart from those that were timed. */
function failedConnects(metric: string, metrics: Metrics): number | undefined {
  const failed = metrics.connects_failed;
  return metric === 'connect' && failed?.kind === 'counter' ? failed.count : undefined;
}
