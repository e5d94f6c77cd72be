import { isAnchored } from '../../report/load-facts.ts';
import type { Metrics } from '../../report/metric-schema.ts';
import type { Report, ReportGroup } from '../../report/report.ts';
import type { Paint } from '../paint.ts';
import { paragraph } from '../plain-table.ts';
import { legendsOf } from './mark-legends.ts';
import { type OverTime, p95OverTime } from './p95-over-time.ts';
import { barsThatFit, type TrendLine, type TrendRow, trendTable } from './trend-table.ts';

/** Metrics of a whole conversation, if there are any: streams, and steps that are not turns. */
const WHOLE: readonly { readonly heading: string; readonly metrics: readonly string[] }[] = [
  { heading: 'streamed replies', metrics: ['reply_complete', 'chunk_gap'] },
  { heading: 'wait steps and inject/notify requests', metrics: ['wait', 'push', 'push_http'] },
];

/** Per target: connections and all turns together, then per conversation the rows of its steps. */
export function renderTurns(report: Report, width: number, paint: Paint): string {
  const anchored = isAnchored(report.load);
  const overTime = p95OverTime(report, barsThatFit(width));
  const tables = report.targets.flatMap(({ name }) => {
    const groups = report.groups.filter(({ target }) => target === name);
    const several = report.targets.length > 1 ? ` at ${name}` : '';
    return groups
      .filter((group) => group.step === undefined)
      .map((group) => {
        const title = `${group.conversation ?? 'all conversations'}${several}`;
        const lines =
          group.conversation === undefined
            ? wholeLines(group, anchored)
            : stepLines(groups, group.conversation, anchored, overTime);
        return lines.length === 0
          ? ''
          : `${paint('bold', paragraph(title, width))}\n${trendTable(lines, width, paint)}`;
      });
  });
  const chart = overTime === undefined ? [] : [overTime.legend];
  const notes = [...legendsOf(tables), ...chart, ...report.notes].map((note) => paint('dim', paragraph(note, width)));
  return [...tables, notes.join('\n')].filter((part) => part !== '').join('\n\n');
}

/** `anchored`: conversations have a scheduled start, so start_delay is meaningful. */
function wholeLines({ metrics }: ReportGroup, anchored: boolean): TrendLine[] {
  const failed = metrics.connects_failed?.kind === 'counter' ? metrics.connects_failed.count : 0;
  return [
    ...(anchored ? lineOf(metrics, 'start_delay', { failed: 0 }) : []),
    ...lineOf(metrics, 'connect', { failed }),
    ...lineOf(metrics, 'ready', { failed: 0 }),
    ...lineOf(metrics, 'first_output'),
    ...lineOf(metrics, 'turn'),
    ...(anchored ? lineOf(metrics, 'turn_intended') : []),
  ];
}

function stepLines(
  groups: readonly ReportGroup[],
  conversation: string,
  anchored: boolean,
  overTime: OverTime | undefined,
): TrendLine[] {
  const own = groups.filter((group) => group.conversation === conversation);
  const turns = own
    .filter(({ step }) => step !== undefined)
    .flatMap((group) => [
      { heading: group.step ?? '' },
      ...lineOf(group.metrics, 'first_output', { overTime: overTime?.of(group)?.firstOutput }),
      ...lineOf(group.metrics, 'turn', { overTime: overTime?.of(group)?.turn }),
      ...(anchored ? lineOf(group.metrics, 'turn_intended') : []),
    ]);
  const whole = own.find(({ step }) => step === undefined)?.metrics ?? {};
  // Steps are not measured individually (--series conversations).
  const together = turns.length > 0 ? [] : [...lineOf(whole, 'first_output'), ...lineOf(whole, 'turn')];
  const others = WHOLE.flatMap(({ heading, metrics }) => {
    const lines = metrics.flatMap((name) => lineOf(whole, name));
    return lines.length === 0 ? [] : [{ heading }, ...lines];
  });
  return [...turns, ...together, ...others];
}

function lineOf(metrics: Metrics, label: string, more: Pick<TrendRow, 'failed' | 'overTime'> = {}): TrendLine[] {
  const trend = metrics[label];
  return trend?.kind === 'trend' ? [{ label, trend, ...more }] : [];
}
