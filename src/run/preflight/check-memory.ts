import { groupThousands } from '../../platform/group-thousands.ts';
import type { GeneratorNeeds, PreflightFinding } from './machine-needs.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/**
 * Memory of a run beyond the planning process, from measured peaks at 10 and at 3,000 virtual users, rounded up: including V8
 * heap growth and the kernel's buffers of each connection.
 */
const NEEDED = {
  base: 64 * MIB,
  perWorker: 32 * MIB,
  perUser: 60 * KIB,
  /** Memory of the mock endpoint per connection. */
  perMockConnection: 30 * KIB,
};

/** Above this share of the available memory the machine may swap, which would delay turns. */
const TIGHT_SHARE = 0.7;

/** Checks the available memory against the virtual users of the plan. */
export function checkMemory(leftBytes: number, needs: GeneratorNeeds): readonly PreflightFinding[] {
  const users = needs.peak.users * needs.destinations.length;
  const perUser = NEEDED.perUser + (needs.mock ? NEEDED.perMockConnection : 0);
  const wanted = NEEDED.base + NEEDED.perWorker * needs.workers + perUser * users;
  if (wanted <= leftBytes * TIGHT_SHARE) return [];
  const kind = wanted > leftBytes ? 'too-much' : 'tight';
  const each = needs.mock ? ' with the mock endpoint' : '';
  return [
    {
      kind,
      text: `the plan needs about ${written(wanted)} of memory (${groupThousands(users)} virtual users of about ${perUser / KIB} KiB${each}), but only ${written(leftBytes)} are available`,
      fix: 'use a machine with more memory, or several machines (--fleet)',
    },
  ];
}

function written(bytes: number): string {
  const [size, unit] = bytes >= 1024 * MIB ? [bytes / (1024 * MIB), 'GiB'] : [bytes / MIB, 'MiB'];
  return `${Number(size.toPrecision(3))} ${unit}`;
}
