import { KnownError } from '../../platform/known-error.ts';

/** A position in an expression. */
interface ExpressionPlace {
  /** The name of the expression in messages. */
  readonly what: string;
  readonly expression: string;
  /** Index of the character. */
  readonly at: number;
}

/** An error that shows the expression with a caret under the wrong position. */
export function expressionError({ what, expression, at }: ExpressionPlace, message: string, hint: string): KnownError {
  const shown = expression.replace(/[\r\n\t]/g, ' ');
  return new KnownError(`${what}: ${message}\n  ${shown}\n  ${' '.repeat(at)}^`, { hint });
}
