import type { Operator } from '../threshold.ts';

/**
 * The bounds of a value, both included. `upper` is Infinity if the value falls among turns that never got a reply.
 */
export interface ValueInterval {
  readonly lower: number;
  readonly upper: number;
}

/** Whether all, none or some of the values between the bounds meet the limit. */
export function testInterval(
  { lower, upper }: ValueInterval,
  operator: Operator,
  limit: number,
): 'pass' | 'fail' | 'inconclusive' {
  switch (operator) {
    case '<':
      return decide(upper < limit, lower >= limit);
    case '<=':
      return decide(upper <= limit, lower > limit);
    case '>':
      return decide(lower > limit, upper <= limit);
    case '>=':
      return decide(lower >= limit, upper < limit);
    case '==':
      return decide(lower === limit && upper === limit, limit < lower || limit > upper);
    case '!=':
      return decide(limit < lower || limit > upper, lower === limit && upper === limit);
  }
}

function decide(all: boolean, none: boolean): 'pass' | 'fail' | 'inconclusive' {
  if (all) return 'pass';
  return none ? 'fail' : 'inconclusive';
}
