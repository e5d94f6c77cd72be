import {
  type FilterFunction,
  FunctionExpressionType,
  JSONPathEnvironment,
  JSONPathError,
  type JSONPathQuery,
  JSONPathTypeError,
} from 'json-p3';
import { RE2JS } from 're2js';
import { explainPath, type PathFault } from './json-path-problem.ts';

/**
 * Limits: paths that search (with `..`, `*`, slices or filters) find nothing in larger values; messages are far smaller.
 * Paths to a single value are not limited. A filter that searches from `$` again reads the whole value once per node, so its
 * limit is lower.
 */
const MAX_NODES = 10_000;
const MAX_NODES_SQUARED = 1000;
const MAX_DEPTH = 45;
const MAX_FOUND = 1000;

/** The problem of a path, as "is not a valid JSONPath …"; `undefined` if it is valid. */
export function checkPath(path: string): string | undefined {
  const problem = problemOf(path);
  return problem === undefined ? undefined : `is not a valid JSONPath (RFC 9535): ${problem}`;
}

function problemOf(path: string): string | undefined {
  try {
    compiled(path);
    // The library ignores spaces around a path, the RFC does not.
    return path.trim() === path ? undefined : explainPath(path, { index: 0, found: '', kind: 'syntax' });
  } catch (thrown) {
    return explainPath(path, faultOf(thrown));
  }
}

function faultOf(thrown: unknown): PathFault {
  if (!(thrown instanceof JSONPathError)) return { index: 0, found: '', kind: 'syntax' };
  const { index, value, kind } = thrown.token;
  const found = kind === 'TOKEN_ERROR' ? '' : value;
  if (thrown instanceof JSONPathTypeError) return { index, found, kind: 'comparison' };
  return { index, found, kind: kind === 'TOKEN_FUNCTION' ? 'function' : 'syntax' };
}

/**
 * The values that a path finds in a JSON value, in document order; at most 1000. Never throws: an invalid path finds
 * nothing, and neither does a search in a value that is too deep or too large.
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

/** The library uses JavaScript's regular expressions, which can take exponential time; RE2 runs in linear time. */
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
      // RFC 9535, 2.4.6: an invalid pattern matches nothing.
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

const environment = new JSONPathEnvironment({ maxRecursionDepth: MAX_DEPTH + 5 });
environment.functionRegister.set('match', new RegexFunction(true));
environment.functionRegister.set('search', new RegexFunction(false));

/** Cache of compiled paths: those of a scenario. */
const queries = new Map<string, JSONPathQuery>();

function compiled(path: string): JSONPathQuery {
  const known = queries.get(path);
  if (known) return known;
  if (queries.size >= 1000) queries.clear();
  const query = environment.compile(path);
  queries.set(path, query);
  return query;
}

/** A path within a filter that leads to one value. */
const TO_ONE_VALUE = /\$(?:\.[\w\u0080-\uffff]+|\[-?\d*\])*(?![.[\w\u0080-\uffff])/g;

function maxNodes(path: string): number {
  const withoutTexts = path.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, '');
  const searches = withoutTexts.slice(1).replace(TO_ONE_VALUE, '');
  return searches.includes('$') ? MAX_NODES_SQUARED : MAX_NODES;
}

/** Whether a value has at most `maxNodes` nodes and is not too deep. */
function isSearchable(value: unknown, maxNodes: number): boolean {
  let seen = 1;
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return false;
    const below: unknown[] = [];
    for (const node of level) {
      if (typeof node !== 'object' || node === null) continue;
      const inside = Object.values(node);
      seen += inside.length;
      if (seen > maxNodes) return false;
      for (const inner of inside) below.push(inner);
    }
    level = below;
  }
  return true;
}
