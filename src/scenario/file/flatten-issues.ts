import type { z } from 'zod';
import { isNear } from '../../platform/nearest-word.ts';

type Issue = z.core.$ZodIssue;
type Key = string | number;

/** One problem at one path. */
export interface FlatIssue {
  readonly path: readonly Key[];
  readonly message: string;
  /** The key is at fault, not its value. */
  readonly atKey: boolean;
  /** The message already names the field and its value. */
  readonly isFullMessage: boolean;
}

/**
 * zod's issues, one per problem: for a union, only those of the arm that the value was meant for; one for each unknown key;
 * none that is only a consequence of another (a key is missing because it was misspelt).
 */
export function flattenIssues(issues: readonly Issue[], value: unknown): readonly FlatIssue[] {
  const chosen = issues.flatMap((issue) => chooseArm(issue, value));
  return chosen.filter((issue) => !followsFromAnother(issue, chosen, value)).flatMap(toFlat);
}

function chooseArm(issue: Issue, root: unknown): readonly Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const value = valueAt(root, issue.path);
  const fitting = issue.errors.filter(
    (arm) => !arm.some((inner) => inner.path.length === 0 && isOfAnotherKind(inner, value)),
  );
  const arm = fitting.find((candidate) => knowsSomeKey(candidate, value)) ?? fitting.at(-1);
  if (!arm) return [issue];
  return arm.flatMap((inner) => chooseArm({ ...inner, path: [...issue.path, ...inner.path] } as Issue, root));
}

/** For example, the arm is for strings and the value is a map. */
function isOfAnotherKind(issue: Issue, value: unknown): boolean {
  if (issue.code === 'invalid_type') return true;
  return issue.code === 'invalid_value' && (typeof value === 'object' || typeof value !== typeof issue.values[0]);
}

function knowsSomeKey(arm: readonly Issue[], value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  const unknown = arm.find((issue) => issue.code === 'unrecognized_keys' && issue.path.length === 0);
  return unknown?.code !== 'unrecognized_keys' || unknown.keys.length < Object.keys(value).length;
}

function followsFromAnother(issue: Issue, all: readonly Issue[], root: unknown): boolean {
  if (issue.code === 'custom' && all.some((other) => isFaultOf(issue.path, other))) return true;
  if (valueAt(root, issue.path) !== undefined || issue.path.length === 0) return false;
  const parent = JSON.stringify(issue.path.slice(0, -1));
  const missing = String(issue.path.at(-1));
  return all.some((other) => {
    if (other.code === 'unrecognized_keys') {
      return JSON.stringify(other.path) === parent && other.keys.some((key) => isNear(key, missing));
    }
    return isPlanned(other) && JSON.stringify(other.path.slice(0, -1)) === parent;
  });
}

/** Custom checks of a value that already has the wrong type or form are not reported. */
function isFaultOf(path: Issue['path'], other: Issue): boolean {
  return other.code !== 'custom' && JSON.stringify(other.path) === JSON.stringify(path);
}

function isPlanned(issue: Issue): boolean {
  return issue.code === 'invalid_type' && issue.expected === 'never';
}

function toFlat(issue: Issue): readonly FlatIssue[] {
  const path = issue.path as readonly Key[];
  if (issue.code === 'unrecognized_keys') {
    const lines = issue.message.split('\n');
    return issue.keys.map((key, index) => {
      return { path: [...path, key], message: lines[index] ?? issue.message, atKey: true, isFullMessage: false };
    });
  }
  const isFullMessage = issue.code === 'custom' && issue.params?.isFullMessage === true;
  return [{ path, message: issue.message, atKey: isPlanned(issue) || issue.code === 'invalid_key', isFullMessage }];
}

export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}
