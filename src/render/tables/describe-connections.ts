import { counted, groupThousands } from '../../platform/group-thousands.ts';
import type { Metrics } from '../../report/metric-schema.ts';
import type { Report } from '../../report/report.ts';

/** What a run without turns did: it opened connections and held them. */
export interface Connections {
  readonly opened: number;
  readonly failed: number;
  /** Lost while they were held. */
  readonly lost: number;
  /** Highest mean number of users in an interval of the timeline. */
  readonly usersAtOnce: number;
}

export function readConnections({ metrics, timeline }: Pick<Report, 'metrics' | 'timeline'>): Connections {
  const { connect } = metrics;
  return {
    opened: connect?.kind === 'trend' ? connect.count : 0,
    failed: countOf(metrics, 'connects_failed'),
    lost: countOf(metrics, 'disconnects'),
    usersAtOnce: Math.round(Math.max(0, ...timeline.blocks.map(({ activeVus }) => activeVus))),
  };
}

/** `20,000 opened, 3 failed, 0 lost, up to 19,997 users at once`. */
export function describeConnections(report: Pick<Report, 'metrics' | 'timeline'>): string {
  const { opened, failed, lost, usersAtOnce } = readConnections(report);
  const parts = [
    `${groupThousands(opened)} opened`,
    `${groupThousands(failed)} failed`,
    `${groupThousands(lost)} lost`,
  ];
  return `${parts.join(', ')}, up to ${counted(usersAtOnce, 'user')} at once`;
}

function countOf(metrics: Metrics, name: string): number {
  const metric = metrics[name];
  return metric?.kind === 'counter' ? metric.count : 0;
}
