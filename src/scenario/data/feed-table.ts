import type { Row } from '../scenario.ts';

/** What a file of rows holds. */
export interface Table {
  /** Names every row has. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}
