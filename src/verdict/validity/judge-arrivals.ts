import { groupThousands } from '../../platform/group-thousands.ts';
import { formatPercent } from '../../platform/percent.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import { explainLag } from '../lag/explain-lag.ts';
import { lagCauses } from '../lag/lag-causes.ts';
import type { ThresholdResult } from '../threshold-result.ts';
import type { ArrivalFacts, GeneratorHealth, ValidityFacts } from '../validity-facts.ts';
import { VALIDITY_LIMITS } from '../validity-limits.ts';
import { inconclusive, invalid, suspect, type ValidityFinding } from './validity-finding.ts';

/** Conversations that started late or never, because of the load generator or because no user was free. */
export function judgeArrivals(
  { arrivals: facts, generator, search }: Pick<ValidityFacts, 'arrivals' | 'generator' | 'search'>,
  thresholds: readonly ThresholdResult[],
): ValidityFinding[] {
  if (!facts || facts.due === 0) return [];
  const { model, startDelayP95Us: delayUs = 0 } = facts;
  // The rate is what a search looks for.
  const lower = search ? '' : ', or lower the rate';
  const moreUsers = model === 'open' ? `raise --max-vus (maxVus)${lower}` : 'set a longer pace, or raise --vus';
  const findings = judgeOffered(facts, moreUsers, thresholds);
  if (delayUs / 1000 > VALIDITY_LIMITS.startDelayP95Ms) {
    const limit = formatDurationMs(VALIDITY_LIMITS.startDelayP95Ms);
    const delay = `start_delay p95 ${formatDurationMs(delayUs / 1000)}, limit ${limit}`;
    const raise = `${moreUsers}, or raise --connect-concurrency`;
    const advice =
      lagCauses(generator).length > 0 ? `${raise}; if the load generator was late, ${explainLag(generator)}` : raise;
    findings.push(suspect(`conversations started late (${delay}); ${advice}`));
  }
  return [...judgeLateStarts(facts, generator, lower), ...findings];
}

/** Arrivals without a free user: above 5 %, the planned load was not reached, unless a threshold allows it. */
function judgeOffered(
  { due, dropped, waiting }: ArrivalFacts,
  moreUsers: string,
  thresholds: readonly ThresholdResult[],
): ValidityFinding[] {
  const isJudged = (metric: string) => thresholds.some(({ threshold }) => threshold.metric === metric);
  const kinds = [
    { count: dropped, metric: 'conversations_dropped', what: 'were dropped because all virtual users were busy' },
    { count: waiting, metric: 'conversations_waiting', what: 'were still waiting for a virtual user at the end' },
  ];
  return kinds
    .filter(({ count, metric }) => count > 0 && !isJudged(metric))
    .map(({ count, metric, what }) => {
      const share = count / due;
      const text = `${groupThousands(count)} of ${groupThousands(due)} conversations (${formatPercent(share)}) ${what}`;
      if (share <= VALIDITY_LIMITS.notOfferedShare) return suspect(`${text}; ${moreUsers}`);
      const accept = `to accept this, set a threshold such as "${metric} < ${Math.ceil(count / 10) * 10 + 1}"`;
      return inconclusive(`the planned load was not reached: ${text}; ${moreUsers}; ${accept}`);
    });
}

function judgeLateStarts(
  { due, lateByLimit, lateByLoop }: ArrivalFacts,
  generator: GeneratorHealth,
  lower: string,
): ValidityFinding[] {
  if ((lateByLimit + lateByLoop) / due <= VALIDITY_LIMITS.lateStartShare) return [];
  const counts = `${groupThousands(lateByLimit)} delayed by --connect-concurrency, ${groupThousands(lateByLoop)} by a busy load thread`;
  const remedy = lateByLimit >= lateByLoop ? `raise --connect-concurrency${lower}` : explainLag(generator);
  return [
    invalid(
      `the load generator started ${groupThousands(lateByLimit + lateByLoop)} of ${groupThousands(due)} conversations more than 1 s late (${counts}); ${remedy}`,
    ),
  ];
}
