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
    if (typeof arm !== 'string') return final(arm._zod.run(payload, context) as typeof payload);
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
