import { z } from 'zod';
import { groupThousands } from '../../platform/group-thousands.ts';
import { nearestWord } from '../../platform/nearest-word.ts';

/** An issue as passed to zod's error map, still without a message. */
type RawIssue = z.core.$ZodRawIssue;

/**
 * Message for issues whose schema has none. It follows the name and the value of the field:
 * `vus must be a whole number (got "ten")`. For unknown keys, one line per key.
 */
export function issueMessage(issue: RawIssue): string {
  if (issue.input === undefined) return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return typeMessage(issue.inst instanceof z.ZodNumberFormat ? 'int' : issue.expected, issue.input);
    case 'invalid_value':
      return choiceMessage(issue.values, issue.input);
    case 'too_small':
      return tooSmallMessage(issue.origin, issue.minimum, issue.inclusive !== false);
    case 'too_big':
      return issue.origin === 'string'
        ? `must not be longer than ${issue.maximum} characters`
        : `must be at most ${groupThousands(Number(issue.maximum))}`;
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKeyMessage(key, knownKeys(issue))).join('\n');
    case 'invalid_key':
      return issue.issues[0]?.message ?? 'is not a valid name';
    default:
      return 'has an invalid form';
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map (key: value)',
  record: 'a map (key: value)',
  array: 'a list (- …)',
};

function typeMessage(expected: string, input: unknown): string {
  if (expected === 'never') return 'is not yet supported';
  const wanted = `must be ${KINDS[expected] ?? expected}`;
  return input === null ? `is empty; it ${wanted}` : wanted;
}

function choiceMessage(values: readonly unknown[], input: unknown): string {
  const known = values.map(String);
  const meant = typeof input === 'string' ? suggestion(input, known) : '';
  const list = known.length < 2 ? known.join() : `${known.slice(0, -1).join(', ')} or ${known.at(-1)}`;
  return `must be ${list}${meant}`;
}

function tooSmallMessage(origin: string, minimum: number | bigint, inclusive: boolean): string {
  if (origin === 'string') return 'must not be empty';
  if (origin === 'array') return 'must not be an empty list';
  return inclusive ? `must be at least ${groupThousands(Number(minimum))}` : `must be greater than ${minimum}`;
}

function unknownKeyMessage(key: string, known: readonly string[]): string {
  return `is an unknown key${suggestion(key, known) || `; valid keys: ${known.join(', ')}`}`;
}

/** The valid keys of the map with the unknown key, except those that are not yet supported. */
function knownKeys(issue: RawIssue): readonly string[] {
  if (!(issue.inst instanceof z.ZodObject)) return [];
  return Object.entries(issue.inst.shape as Record<string, z.ZodType>)
    .filter(([, field]) => !(field instanceof z.ZodOptional && field.unwrap() instanceof z.ZodNever))
    .map(([key]) => key);
}

function suggestion(word: string, known: readonly string[]): string {
  const near = nearestWord(word, known);
  return near === undefined ? '' : `; did you mean ${near}?`;
}
