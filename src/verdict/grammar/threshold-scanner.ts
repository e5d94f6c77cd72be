import { expressionError } from './threshold-error.ts';

/** Reads an expression from left to right; white space between parts is ignored. */
export class ThresholdScanner {
  readonly expression: string;
  private readonly what: string;
  private position = 0;

  /** `what`: the name of the expression in error messages. */
  constructor(expression: string, what = 'threshold') {
    this.expression = expression;
    this.what = what;
  }

  /** Position of the next part. */
  get at(): number {
    while (/\s/.test(this.expression[this.position] ?? '')) this.position++;
    return this.position;
  }

  /** Consumes and returns the next part if it matches. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    const sticky = new RegExp(pattern.source, 'y');
    sticky.lastIndex = this.at;
    const match = sticky.exec(this.expression);
    if (!match) return undefined;
    this.position = sticky.lastIndex;
    return match;
  }

  /** Whether the next part matches; nothing is consumed. */
  sees(pattern: RegExp): boolean {
    const { position } = this;
    const found = this.take(pattern) !== undefined;
    this.position = position;
    return found;
  }

  /** Consumes and returns the next part; throws an error at this position if it does not match. */
  demand(pattern: RegExp, message: string, hint: string): RegExpExecArray {
    const match = this.take(pattern);
    if (!match) this.fail(message, hint);
    return match;
  }

  /** Consumes the text before the next match, or the rest; trimmed. */
  until(pattern: RegExp): string {
    const left = this.expression.slice(this.at);
    const length = pattern.exec(left)?.index ?? left.length;
    this.position = this.at + length;
    return left.slice(0, length).trim();
  }

  /** Consumes the rest of the text; trimmed. */
  rest(): string {
    const text = this.expression.slice(this.at).trimEnd();
    this.position = this.expression.length;
    return text;
  }

  fail(message: string, hint: string, at = this.at): never {
    throw expressionError({ what: this.what, expression: this.expression, at }, message, hint);
  }
}
