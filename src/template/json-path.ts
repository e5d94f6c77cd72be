import { type FilterFunction, FunctionExpressionType, JSONPathEnvironment, type JSONPathQuery } from 'json-p3';
import { RE2JS } from 're2js';
import { messageOf } from '../platform/known-error.ts';

/**
 * Where reading stops: paths that search (with `..`, `*`, slices or filters) find nothing in values beyond these, far
 * above what people put into a message. Paths to one place always find it. A filter that begins again at `$` reads
 * everything once for everything there is.
 */
const MAX_NODES = 10_000;
const MAX_NODES_SQUARED = 1000;
const DEEPEST = 45;
const MAX_FOUND = 1000;

/** What is wrong with a path, as "is no JSONPath …"; `undefined` when it can be used. */
export function checkPath(path: string): string | undefined {
  if (path.trim() !== path || path === '')
    return 'is not a valid JSONPath (RFC 9535): it is empty, or has spaces around it';
  try {
    compiled(path);
    return undefined;
  } catch (thrown) {
    const advice = path.startsWith('$') ? '' : '; start it with $, as in $.data.day';
    return `is not a valid JSONPath (RFC 9535): ${messageOf(thrown)}${advice}`;
  }
}

/**
 * What a path finds in anything that JSON can say, in the order of the document; at most 1000 values. Never throws: a
 * path that cannot be used finds nothing, as does one that searches a value too deep or too large.
 */
export function selectPath(value: unknown, path: string): readonly unknown[] {
  const found: unknown[] = [];
  try {
    const query = compiled(path);
    if (!query.singularQuery() && !isSearchable(value, maxNodes(path))) return found;
    for (const node of query.lazyQuery(value as Json)) {
      found.push(node.value);
      if (found.length >= MAX_FOUND) break;
    }
    return found;
  } catch {
    return found;
  }
}

type Json = Parameters<JSONPathQuery['query']>[0];

/** The library's regexes are JavaScript's, which some texts can keep busy for hours; RE2 runs in linear time. */
class RegexFunction implements FilterFunction {
  readonly argTypes = [FunctionExpressionType.ValueType, FunctionExpressionType.ValueType];
  readonly returnType = FunctionExpressionType.LogicalType;
  private readonly whole: boolean;
  private readonly patterns = new Map<string, RE2JS>();

  constructor(whole: boolean) {
    this.whole = whole;
  }

  call(text: unknown, pattern: unknown): boolean {
    if (typeof text !== 'string' || typeof pattern !== 'string') return false;
    try {
      const matcher = this.patternFor(pattern).matcher(text);
      return this.whole ? matcher.matches() : matcher.find();
    } catch {
      // RFC 9535, 2.4.6: what is no pattern matches nothing.
      return false;
    }
  }

  /** Patterns may come from the data itself, so the cache is bounded. */
  private patternFor(pattern: string): RE2JS {
    const known = this.patterns.get(pattern);
    if (known) return known;
    if (this.patterns.size >= 100) this.patterns.clear();
    const made = RE2JS.compile(pattern);
    this.patterns.set(pattern, made);
    return made;
  }
}

const environment = new JSONPathEnvironment({ maxRecursionDepth: DEEPEST + 5 });
environment.functionRegister.set('match', new RegexFunction(true));
environment.functionRegister.set('search', new RegexFunction(false));

/** Compiled once per path; the paths are those of a scenario, so they are few, and bounded all the same. */
const queries = new Map<string, JSONPathQuery>();

function compiled(path: string): JSONPathQuery {
  const known = queries.get(path);
  if (known) return known;
  if (queries.size >= 1000) queries.clear();
  const query = environment.compile(path);
  queries.set(path, query);
  return query;
}

function maxNodes(path: string): number {
  const withoutTexts = path.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, '');
  return withoutTexts.includes('$', 1) ? MAX_NODES_SQUARED : MAX_NODES;
}

/** Whether it has at most `most` nodes, and is not too deep. */
function isSearchable(value: unknown, most: number): boolean {
  let seen = 1;
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return false;
    const below: unknown[] = [];
    for (const node of level) {
      if (typeof node !== 'object' || node === null) continue;
      const inside = Object.values(node);
      seen += inside.length;
      if (seen > most) return false;
      for (const inner of inside) below.push(inner);
    }
    level = below;
  }
  return true;
}
