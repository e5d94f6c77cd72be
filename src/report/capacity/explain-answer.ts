import { EXIT_CODES, meaningOf } from '../../platform/exit-code.ts';
import type { Capacity } from './capacity-schema.ts';

/** Why a search has its exit code, in a few words. */
export function explainAnswer({ exitCode }: Pick<Capacity['answer'], 'exitCode'>): string {
  return MEANINGS.get(exitCode) ?? meaningOf(exitCode);
}

const MEANINGS: ReadonlyMap<number, string> = new Map([
  [EXIT_CODES.threshold.code, 'no load tested was sustained'],
  [EXIT_CODES.incomplete.code, 'the search ended before the capacity was found'],
]);
