import { RE2JS } from 're2js';
import type { TextPattern } from '../../scenario/text-pattern.ts';

const patterns = new WeakMap<object, RE2JS>();

/** Compiles a pattern of the scenario once; RE2 runs in linear time, so no pattern can block a run. */
export function compiled(regex: TextPattern): RE2JS {
  let pattern = patterns.get(regex);
  if (!pattern) {
    pattern = RE2JS.compile(regex.pattern, flagsOf(regex.flags));
    patterns.set(regex, pattern);
  }
  return pattern;
}

function flagsOf(flags: string): number {
  return (
    (flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) |
    (flags.includes('m') ? RE2JS.MULTILINE : 0) |
    (flags.includes('s') ? RE2JS.DOTALL : 0)
  );
}
