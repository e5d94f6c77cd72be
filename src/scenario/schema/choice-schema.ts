import { z } from 'zod';

/** Which arm a value is meant for, else what is wrong with it. */
export type Choose = (value: unknown) => z.core.$ZodType | string;

interface ChoiceDef extends z.core.$ZodUnionDef {
  readonly choose: Choose;
}

/** zod's own union tries every arm and reports all their issues; this one tries the arm that was meant. */
const ChoiceSchema = z.core.$constructor<z.ZodUnion, ChoiceDef>('PalaverChoice', (instance, definition) => {
  z.ZodUnion.init(instance, definition);
  instance._zod.parse = (payload, context) => {
    const arm = definition.choose(payload.value);
    if (typeof arm !== 'string') return final(arm._zod.run(payload, context) as typeof payload);
    payload.issues.push({ code: 'custom', message: arm, input: payload.value, inst: instance });
    return payload;
  };
});

/** An arm that failed has not been transformed: checks around it, which expect its output, must not see it. */
function final<Payload extends z.core.ParsePayload>(payload: Payload): Payload {
  for (const issue of payload.issues as { continue?: boolean }[]) issue.continue = false;
  return payload;
}

/**
 * A union whose arm is found by a look at the value, so that what is wrong is said of that arm alone. It prints as any
 * union of the same arms does.
 */
export function choice<const Arms extends readonly z.ZodType[]>(arms: Arms, choose: Choose): z.ZodUnion<Arms> {
  const definition: ChoiceDef = { type: 'union', options: arms, choose };
  return new ChoiceSchema(definition) as z.ZodUnion<Arms>;
}

/** A map as YAML gives it: neither list nor nothing. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
