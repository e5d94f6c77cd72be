/** Rows of a file. */
export interface TextTable {
  /** Names in order; a row may lack some. */
  readonly columns: readonly string[];
  readonly rows: readonly TextRow[];
}

export interface TextRow {
  /** Text from CSV, any value from JSON; undefined: the row has no such cell. */
  get(column: string): unknown;
  /** Line on which the row begins, from 1; undefined: not known. */
  readonly line: number | undefined;
}

/** The cell of a column, or a value within it: `message.text` is the key `text` of a column `message` that contains JSON. */
export function valueInRow(row: TextRow, name: string): unknown {
  const whole = row.get(name);
  if (whole !== undefined) return whole;
  const [column = '', ...keys] = name.split('.');
  return keys.reduce<unknown>((value, key) => memberOf(value, key), row.get(column));
}

function memberOf(value: unknown, key: string): unknown {
  const parent = typeof value === 'string' && value.startsWith('{') ? parsedOrNothing(value) : value;
  return typeof parent === 'object' && parent !== null && Object.hasOwn(parent, key)
    ? (parent as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
