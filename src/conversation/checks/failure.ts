/** Why a turn or a step failed. */
export interface Failure {
  /**
   * What was asked for, as the scenario says it: templates are not filled in, so it is the same for every user. Undefined
   * where nothing in the scenario asked for it.
   */
  readonly check?: string;
  /** How what came differs from it, one word: `text-differs`, `no-reply`, … */
  readonly difference: string;
  /**
   * What was asked for and what came, one line. It quotes the scenario alone: values of feeds and captures are named as the
   * scenario names them, and texts of the bot appear as length and hash.
   */
  readonly message: string;
  /** The same with values and texts in clear; undefined where nothing is left out of `message`. */
  readonly withTexts?: string;
}

/** A check that names a variable without a value. `message`: names it. */
export function unsetVariable(message: string): Failure {
  return { check: message, difference: 'variable-unset', message };
}
