import { describeBusyMachine, type MachineLoad } from '../busy-machine.ts';
import type { GeneratorHealth } from '../validity-facts.ts';

/**
 * Advice if load threads cannot keep up: stop other processes that used the cores; use more load threads if cores are free (the
 * main thread needs one), or fewer if there are more than cores; else a larger machine. Never fewer virtual users, as that
 * would change the test.
 */
export function advisePower(health: MachineLoad & Pick<GeneratorHealth, 'workers'>): string {
  const { cpus, workers } = health;
  const busy = describeBusyMachine(health);
  if (busy) return `${busy}: stop them, or use a dedicated machine`;
  const max = cpus - 1;
  const now = workers.length;
  if (now > Math.max(1, cpus))
    return `use --workers ${Math.max(1, max)} (more load threads than cores slow each other down), or a second machine`;
  if (now >= max) return 'use a machine with more cores, or a second machine';
  return `use --workers ${Math.min(2 * now, max)} or a second machine`;
}
