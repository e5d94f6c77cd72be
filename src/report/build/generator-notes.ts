import type { GeneratorFacts } from '../run-facts.ts';

/** What the load generator could not measure about itself; informational. */
export function generatorNotes({ workers }: GeneratorFacts): readonly string[] {
  return workers.some(({ coreWait }) => coreWait === 'not-covered') ? [CORE_WAIT_NOTE] : [];
}

const CORE_WAIT_NOTE =
  'Measurement bounds do not include the time a load thread waited for a CPU core: this operating system does not ' +
  'report it. Keep cores idle.';
