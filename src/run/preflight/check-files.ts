import { groupThousands } from '../../platform/group-thousands.ts';
import type { GeneratorNeeds, PreflightFinding } from './machine-needs.ts';

/** Files other than connections: about 20 of the process, and temporary ones (reports, DNS lookups, closing sockets). */
const BASE_FILES = 50;
/** Per load thread: files of its event loop and its channels. */
const FILES_PER_WORKER = 5;

/** Checks the open-file limit against the connections of the plan. */
export function checkFiles(
  limit: number,
  { peak, destinations, workers }: GeneratorNeeds,
): readonly PreflightFinding[] {
  const otherFiles = BASE_FILES + FILES_PER_WORKER * workers;
  const expected = peak.connections * destinations.length;
  const max = peak.maxConnections * destinations.length;
  const finding = (kind: PreflightFinding['kind'], connections: number, words: string): readonly PreflightFinding[] => [
    {
      kind,
      text: `${words} ${groupThousands(connections)} connections open at once, but the open-file limit is ${groupThousands(limit)}, and palaver needs ${otherFiles} for other files`,
      fix: `raise the limit first: ulimit -n ${connections + otherFiles} (as root, if it is above the hard limit)`,
    },
  ];
  if (expected + otherFiles > limit) return finding('impossible', expected, 'the plan has');
  return max + otherFiles > limit ? finding('tight', max, 'the plan may need up to') : [];
}
