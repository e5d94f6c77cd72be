import { z } from 'zod';

/** The arm that a value is meant for, or an error message. */
export type Choose = (value: unknown) => z.core.$ZodType | string;

interface ChoiceDef extends z.core.$ZodUnionDef {
  readonly choose: Choose;
}

/** zod's own union tries every arm and reports the issues of all; this one tries only the intended arm. */
const ChoiceSchema = z.core.$constructor<z.ZodUnion, ChoiceDef>('PalaverChoice', (instance, definition) => {
  z.ZodUnion.init(instance, definition);
  instance._zod.parse = (payload, context) => {
    const arm = definition.choose(payload.value);
    if (typeof arm !== 'string') {
      const result = final(arm._zod.run(payload, context) as typeof payload);
      result.issues = result.issues.flatMap((issue) => withClashes(issue, arm, definition.options));
      return result;
    }
    payload.issues.push({ code: 'custom', message: arm, input: payload.value, inst: instance });
    return payload;
  };
});

/** A failed arm has not been transformed, so outer checks, which expect its output, must not run. */
function final<Payload extends z.core.ParsePayload>(payload: Payload): Payload {
  for (const issue of payload.issues as { continue?: boolean }[]) issue.continue = false;
  return payload;
}

/**
 * Keys that the chosen arm does not have are unknown, unless another arm has them: then they cannot be combined with the
 * keys by which the arm was chosen, and a message says so.
 */
function withClashes(
  issue: z.core.$ZodRawIssue,
  arm: z.core.$ZodType,
  arms: readonly z.core.$ZodType[],
): readonly z.core.$ZodRawIssue[] {
  if (issue.code !== 'unrecognized_keys' || (issue.path ?? []).length > 0 || hasOwnMessage(issue)) return [issue];
  const own = keysOf(arm);
  const others = arms.filter((other) => other !== arm).map(keysOf);
  const messages = issue.keys.map((key) => {
    const home = others.find((keys) => keys.includes(key));
    const clashing = own.filter((name) => home && !home.includes(name) && isMap(issue.input) && name in issue.input);
    return clashing.length === 0 ? undefined : `cannot be combined with ${clashing.join(', ')}; remove one of them`;
  });
  const clashes = issue.keys.filter((_, index) => messages[index] !== undefined);
  const unknown = issue.keys.filter((_, index) => messages[index] === undefined);
  return [
    ...(unknown.length === 0 ? [] : [{ ...issue, keys: unknown }]),
    ...(clashes.length === 0 ? [] : [{ ...issue, keys: clashes, message: messages.filter(Boolean).join('\n') }]),
  ];
}

function hasOwnMessage({ inst, message }: z.core.$ZodRawIssue): boolean {
  return message !== undefined || (inst instanceof z.ZodObject && inst._zod.def.error !== undefined);
}

/** The keys of the map that a schema accepts; empty if it accepts none. */
function keysOf(schema: z.core.$ZodType): readonly string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (schema instanceof z.ZodPipe) return keysOf(schema.in);
  return schema instanceof z.ZodUnion ? schema.options.flatMap((option) => keysOf(option as z.core.$ZodType)) : [];
}

/**
 * A union whose arm is chosen by looking at the value, so that only the issues of that arm are reported. Its JSON Schema is
 * that of an ordinary union.
 */
export function choice<const Arms extends readonly z.ZodType[]>(arms: Arms, choose: Choose): z.ZodUnion<Arms> {
  const definition: ChoiceDef = { type: 'union', options: arms, choose };
  return new ChoiceSchema(definition) as z.ZodUnion<Arms>;
}

/** A YAML map: an object that is neither an array nor null. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
