import { counted, countedWere } from '../../platform/group-thousands.ts';
import type { ValidityFacts } from '../validity-facts.ts';
import { invalid, type ValidityFinding } from './validity-finding.ts';

const REPORT = 'please report this as a bug in palaver';

/** Signs of a bug in palaver: the run continued, but its numbers may be wrong. */
export function judgeBugs({ brokenInvariants, internalErrors = 0, generator }: ValidityFacts): ValidityFinding[] {
  return [
    ...brokenInvariants.map((broken) => invalid(`consistency check failed: ${broken}; ${REPORT}`)),
    ...judgeImpossible(generator.workers),
    ...(internalErrors > 0
      ? [
          invalid(
            `an internal error in palaver closed ${counted(internalErrors, 'connection')} (internal-error); ${REPORT}`,
          ),
        ]
      : []),
  ];
}

function judgeImpossible(workers: ValidityFacts['generator']['workers']): ValidityFinding[] {
  const found = workers.flatMap(({ invalidSamples }) => invalidSamples ?? []);
  const [first] = found;
  if (!first) return [];
  const count = found.reduce((sum, each) => sum + each.count, 0);
  const samples = `${countedWere(count, 'invalid sample')} discarded (such as negative durations)`;
  return [invalid(`${samples}; first: ${first.first}; ${REPORT}`)];
}
