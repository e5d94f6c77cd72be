/** Why a turn or a step failed. */
export interface Failure {
  /**
   * The failed check as written in the scenario: templates are not rendered, so it is the same for every user. Undefined if no
   * check of the scenario failed.
   */
  readonly check?: string;
  /** Kind of the difference, one word: `text-differs`, `no-reply`, … */
  readonly difference: string;
  /**
   * Expected and actual, in one line. It quotes only the scenario: values of feeds and captures appear as their templates, texts
   * of the bot as length and hash.
   */
  readonly message: string;
  /** The message with values and texts in plain text; undefined if `message` is complete. */
  readonly withTexts?: string;
}

/** Failure of a check that uses a variable without a value, which `message` names. */
export function unsetVariable(message: string): Failure {
  return { check: message, difference: 'variable-unset', message };
}
