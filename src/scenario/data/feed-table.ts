import { KnownError } from '../../platform/known-error.ts';
import { LIMITS } from '../../platform/limits.ts';
import type { Row } from '../scenario.ts';

/** What a file of rows holds. */
export interface Table {
  /** Names every row has. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** Throws a KnownError for more columns than a feed may have, and for the one name that no row can have in JavaScript. */
export function checkNames(columns: readonly string[], file: string): void {
  const { feedColumns } = LIMITS;
  if (columns.length > feedColumns) {
    throw new KnownError(`the feed ${file} has ${columns.length} columns; at most ${feedColumns} are possible`, {
      hint: 'leave out those that the scenario does not use',
    });
  }
  if (columns.includes('__proto__')) {
    throw new KnownError(`the feed ${file} cannot have a column named __proto__`, { hint: 'give it another name' });
  }
}
