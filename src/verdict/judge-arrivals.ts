import { formatDurationMs } from '../platform/duration.ts';
import { advisePower } from './advise-power.ts';
import type { ArrivalFacts, GeneratorHealth } from './validity-facts.ts';
import { invalid, suspect, type ValidityFinding } from './validity-finding.ts';
import { VALIDITY_LIMITS } from './validity-limits.ts';

/** Conversations that were due and did not begin then: by palaver's own doing, or for want of users. */
export function judgeArrivals(facts: ArrivalFacts | undefined, generator: GeneratorHealth): ValidityFinding[] {
  if (!facts || facts.due === 0) return [];
  const { model, due, dropped, waiting, startDelayP95Us: delayUs = 0 } = facts;
  const moreUsers = model === 'open' ? 'raise maxVus, or let fewer arrive' : 'take a longer pace, or more users';
  const findings: ValidityFinding[] = [];
  if (dropped > 0)
    findings.push(suspect(`${dropped} of ${due} conversations were dropped, as all users were busy; ${moreUsers}`));
  if (waiting > 0)
    findings.push(
      suspect(`${waiting} of ${due} conversations still waited for a user when the run ended; ${moreUsers}`),
    );
  if (delayUs / 1000 > VALIDITY_LIMITS.startDelayP95Ms) {
    const limit = formatDurationMs(VALIDITY_LIMITS.startDelayP95Ms);
    const delay = `start_delay p95 ${formatDurationMs(delayUs / 1000)}, limit ${limit}`;
    findings.push(suspect(`the offered load was not reached (${delay}); ${moreUsers}, or raise --connect-concurrency`));
  }
  return [...judgeLateStarts(facts, generator), ...findings];
}

function judgeLateStarts(
  { due, lateByLimit, lateByLoop }: ArrivalFacts,
  generator: GeneratorHealth,
): ValidityFinding[] {
  if ((lateByLimit + lateByLoop) / due <= VALIDITY_LIMITS.lateStartShare) return [];
  const counts = `${lateByLimit} held back by the limit of connections at once, ${lateByLoop} by a late load thread`;
  const remedy =
    lateByLimit >= lateByLoop ? 'raise --connect-concurrency, or let fewer arrive' : advisePower(generator);
  return [invalid(`of ${due} conversations palaver started some over 1 s late (${counts}); ${remedy}`)];
}
