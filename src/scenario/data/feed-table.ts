import { KnownError } from '../../platform/known-error.ts';
import { LIMITS } from '../../platform/limits.ts';
import type { Row } from '../scenario.ts';

/** Columns and rows of a file. */
export interface Table {
  /** Names that every row has. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** Throws a KnownError for too many columns, and for `__proto__`, which cannot be a key of a JavaScript object. */
export function checkNames(columns: readonly string[], file: string): void {
  const { feedColumns } = LIMITS;
  if (columns.length > feedColumns) {
    throw new KnownError(`the feed ${file} has ${columns.length} columns; the maximum is ${feedColumns}`, {
      hint: 'remove the columns that the scenario does not use',
    });
  }
  if (columns.includes('__proto__')) {
    throw new KnownError(`the feed ${file} cannot have a column named __proto__`, { hint: 'give it another name' });
  }
}
