import type { GeneratorHealth } from './validity-facts.ts';

/**
 * What helps a load thread that cannot keep up: more of them while cores are free (one is the main thread's, which keeps
 * the books), fewer where they crowd each other, else another machine.
 */
export function advisePower({ cpus, workers }: Pick<GeneratorHealth, 'cpus' | 'workers'>): string {
  const most = cpus - 1;
  const now = workers.length;
  if (now > Math.max(1, cpus))
    return `use --workers ${Math.max(1, most)} (more than cores hold each other up), or a second machine`;
  if (now >= most) return 'use fewer virtual users here, or a second machine';
  return `use --workers ${Math.min(2 * now, most)} or a second machine`;
}
