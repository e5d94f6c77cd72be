import type { SourceText } from '../literal-text.ts';
import { isMemoryFunction, templateOfFunction, variesByUse } from './memory-function.ts';

/** A part of a text: literal, a template, or a variable or function without a value. */
export type MemoryPart =
  | string
  | { readonly template: string }
  | { readonly unset: string; readonly isFunction: boolean };

/** `$name`, or `$name(args)` with `\)` for a parenthesis in the arguments. */
const TOKEN = /\$([A-Za-z]\w*)(?:\(((?:\\\)|[^)])+)\))?/g;

/** The names of the variables in a text; functions are none. */
export function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(TOKEN)].map(([, name = '']) => name).filter((name) => !isMemoryFunction(name));
}

/** The variables of one conversation, as far as their values are known before it runs. */
export class ScriptingMemory {
  private readonly values = new Map<string, SourceText>();
  private readonly testCase: string;

  constructor(testCase: string) {
    this.testCase = testCase;
  }

  set(name: string, value: SourceText): void {
    this.values.set(name, value);
  }

  /** Its value is captured when the conversation runs. */
  setCaptured(name: string): void {
    this.values.set(name, [{ template: `{{${name}}}` }]);
  }

  clear(name: string): void {
    this.values.delete(name);
  }

  /** The parts of a text, with the values of what is known. */
  partsOf(text: string): readonly MemoryPart[] {
    const parts: MemoryPart[] = [];
    let end = 0;
    for (const match of text.matchAll(TOKEN)) {
      const [token, name = '', args] = match;
      if (match.index > end) parts.push(text.slice(end, match.index));
      end = match.index + token.length;
      const value = this.values.get(name);
      const ofFunction = isMemoryFunction(name) ? this.functionPart(name, args) : undefined;
      if (value === undefined && ofFunction !== undefined) parts.push(ofFunction);
      else {
        if (value === undefined) parts.push({ unset: name, isFunction: false });
        else parts.push(...(typeof value === 'string' ? [value] : value));
        // Arguments belong to functions only.
        if (args !== undefined) parts.push(token.slice(name.length + 1));
      }
    }
    if (end < text.length) parts.push(text.slice(end));
    return parts;
  }

  private functionPart(name: string, args: string | undefined): MemoryPart {
    if (name === 'testcasename') return this.testCase;
    const template = templateOfFunction(name, args);
    return template === undefined ? { unset: name, isFunction: true } : { template };
  }
}

/** The text of parts; what is unset is written as `unset` says. */
export function joinParts(
  parts: readonly MemoryPart[],
  unset: (name: string) => string | { readonly template: string },
): SourceText {
  const texts = parts.map((part) => (typeof part === 'object' && 'unset' in part ? unset(part.unset) : part));
  return texts.every((part) => typeof part === 'string') ? texts.join('') : texts;
}

/** Whether a text has a function that makes another value each time. */
export function variesWithUse(text: string): boolean {
  return [...text.matchAll(TOKEN)].some(([, name = '']) => variesByUse(name));
}
