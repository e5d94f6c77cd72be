import type { ShareEvidence } from '../../compare/evidence.ts';
import type { ShareCluster } from '../../compare/share-difference.ts';
import type { Metrics } from '../metric-schema.ts';
import type { Report } from '../report.ts';
import { countIn, measuredBlocks, runMsFor } from './measured-blocks.ts';
import { metricsAt, type ReportPart } from './part.ts';

/** Counters that are compared as shares: of all attempts to connect, and of the connections that were ready. */
export const CONNECTION_SHARES = ['connects_failed', 'disconnects'] as const;
export type ConnectionShare = (typeof CONNECTION_SHARES)[number];

export function isConnectionShare(metric: string): metric is ConnectionShare {
  return (CONNECTION_SHARES as readonly string[]).includes(metric);
}

/** Failed or lost connections of a part; undefined if the run has no such part. A step has no connections of its own. */
export function connectionEvidence(report: Report, name: ConnectionShare, part: ReportPart): ShareEvidence | undefined {
  const metrics = metricsAt(report, part);
  if (!metrics || part.step !== undefined) return undefined;
  const blocks = part.conversation === undefined ? blocksOf(report, name, part) : undefined;
  const whole = wholeOf(metrics, name);
  return { whole, blocks, blockMs: report.timeline.blockMs, runMs: (ms) => runMsFor(report, ms), none: NONE };
}

const NONE = 'no connection was opened in the measured time';

function wholeOf(metrics: Metrics, name: ConnectionShare): ShareCluster {
  const hits = countOf(metrics[name]);
  const ready = countOf(metrics.ready);
  if (name === 'connects_failed') return { hits, of: hits + ready };
  // After a warm-up more may be lost than were opened.
  return { hits, of: Math.max(hits, ready) };
}

/**
 * Attempts are counted when they end. A connection can be lost as long as it is open, so each block has a part of all
 * connections that is proportional to its number of users.
 */
function blocksOf(report: Report, name: ConnectionShare, { place, target }: ReportPart): ShareCluster[] {
  const blocks = measuredBlocks(report, place);
  const hitsIn = (block: (typeof blocks)[number]) => countIn(block, name, target);
  const openedIn = (block: (typeof blocks)[number]) => countIn(block, 'connects', target);
  if (name === 'connects_failed') {
    return blocks.map((block) => ({ hits: hitsIn(block), of: hitsIn(block) + openedIn(block) }));
  }
  const opened = blocks.reduce((sum, block) => sum + openedIn(block), 0);
  const users = blocks.reduce((sum, { activeVus }) => sum + activeVus, 0);
  return blocks.map((block) => ({ hits: hitsIn(block), of: users > 0 ? (opened * block.activeVus) / users : 0 }));
}

function countOf(metric: Metrics[string] | undefined): number {
  return metric?.kind === 'counter' || metric?.kind === 'trend' ? metric.count : 0;
}
