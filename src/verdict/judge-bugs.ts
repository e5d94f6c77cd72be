import type { ValidityFacts } from './validity-facts.ts';
import { invalid, type ValidityFinding } from './validity-finding.ts';

const REPORT = 'please report this as a bug of palaver';

/** What cannot happen and did: the run went on, but its numbers cannot be trusted. */
export function judgeBugs({ brokenLaws, internalErrors = 0, generator }: ValidityFacts): ValidityFinding[] {
  return [
    ...brokenLaws.map((law) => invalid(`the books do not balance: ${law}; ${REPORT}`)),
    ...judgeImpossible(generator.workers),
    ...(internalErrors > 0
      ? [invalid(`palaver ended ${internalErrors} connections by an error of its own (internal-error); ${REPORT}`)]
      : []),
  ];
}

function judgeImpossible(workers: ValidityFacts['generator']['workers']): ValidityFinding[] {
  const found = workers.flatMap(({ impossible }) => impossible ?? []);
  const [first] = found;
  if (!first) return [];
  const count = found.reduce((sum, each) => sum + each.count, 0);
  return [invalid(`${count} impossible values were left out, the first ${first.first}; ${REPORT}`)];
}
