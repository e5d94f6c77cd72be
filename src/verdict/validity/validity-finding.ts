/**
 * - invalid: the numbers may be wrong; never passes
 * - inconclusive: the numbers are correct, but leave the result open; never passes, but a threshold that clearly failed still fails
 * - suspect: may pass; the verdict mentions it
 */
export interface ValidityFinding {
  readonly level: 'invalid' | 'inconclusive' | 'suspect';
  /** The problem, then what to change. */
  readonly text: string;
}

export function invalid(text: string): ValidityFinding {
  return { level: 'invalid', text };
}

export function inconclusive(text: string): ValidityFinding {
  return { level: 'inconclusive', text };
}

export function suspect(text: string): ValidityFinding {
  return { level: 'suspect', text };
}
