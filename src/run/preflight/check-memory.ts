import type { GeneratorNeeds, PreflightFinding } from './machine-needs.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

/**
 * What a run takes beyond the process that plans it, by measuring its peak at 10 and at 3,000 virtual users, rounded up:
 * with everything that V8 lets grow, and the kernel's buffers of each connection.
 */
const NEEDED = {
  base: 64 * MIB,
  perWorker: 32 * MIB,
  perUser: 60 * KIB,
  /** Of the mock endpoint, for each connection. */
  perMockConnection: 30 * KIB,
};

/** Above this share of what is left the machine may begin to swap, which would show as late turns. */
const TIGHT_SHARE = 0.7;

/** Whether there is memory for the virtual users of a plan. */
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
      text: `the plan needs about ${written(wanted)} of memory (${users} virtual users of about ${perUser / KIB} KiB${each}), but only ${written(leftBytes)} are available`,
      mend: 'use fewer virtual users, or a machine with more memory',
    },
  ];
}

function written(bytes: number): string {
  const [size, unit] = bytes >= 1024 * MIB ? [bytes / (1024 * MIB), 'GiB'] : [bytes / MIB, 'MiB'];
  return `${Number(size.toPrecision(3))} ${unit}`;
}
