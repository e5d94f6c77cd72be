import type { GeneratorFacts } from '../run-facts.ts';

/** What the load generator could not know of itself; speaks against nothing, but a reader must know it. */
export function generatorNotes({ workers }: GeneratorFacts): readonly string[] {
  return workers.some(({ coreWait }) => coreWait === 'not-covered') ? [CORE_WAIT_NOTE] : [];
}

const CORE_WAIT_NOTE =
  'Brackets do not cover the time in which a load thread waited for a free core: this system does not tell it. Leave ' +
  'cores free.';
