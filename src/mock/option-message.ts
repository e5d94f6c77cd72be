import { z } from 'zod';

/** Message for issues whose option has none of its own; it follows the name of the option and precedes its value. */
export function optionMessage(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type': {
      const kind = issue.inst instanceof z.ZodNumberFormat ? 'int' : issue.expected;
      return `must be ${KINDS[kind] ?? kind}`;
    }
    case 'invalid_value': {
      const values = issue.values.map(String);
      return `must be ${values.length < 2 ? values.join() : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`}`;
    }
    case 'too_small':
      return issue.origin === 'string' ? 'must not be empty' : `must be at least ${issue.minimum}`;
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    case 'unrecognized_keys':
      return `unknown option ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}`;
    default:
      return 'has an invalid form';
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map (key: value)',
};
