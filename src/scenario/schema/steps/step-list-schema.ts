import { z } from 'zod';

/** Checks only that the value is a list; its entries are parsed one by one later (file/parse-steps.ts). */
const StepListSchema = z.core.$constructor<z.ZodArray, z.core.$ZodArrayDef>(
  'PalaverStepList',
  (instance, definition) => {
    z.ZodArray.init(instance, definition);
    instance._zod.parse = (payload) => {
      const input = payload.value;
      if (!Array.isArray(input))
        payload.issues.push({ code: 'invalid_type', expected: 'array', input, inst: instance });
      return payload;
    };
  },
);

/** A list of `step`. Its JSON Schema is that of an ordinary list. */
export function stepList(step: z.ZodType): z.ZodType<readonly unknown[]> {
  return new StepListSchema({ type: 'array', element: step }).min(1, { error: 'must have at least one step' });
}
