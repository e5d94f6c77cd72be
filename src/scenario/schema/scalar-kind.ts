import { z } from 'zod';

/**
 * How a plain YAML scalar is read:
 *
 *     typed    as YAML reads it: a number, true, the text of a duration
 *     text     as written: 007 is "007", and null is "null", where YAML alone would read a number and nothing
 *     phrase   the same; templates are allowed
 *     value    free-form data: as YAML reads it; templates are allowed in texts
 */
export type ScalarKind = 'typed' | 'text' | 'phrase' | 'value';

/**
 * What the reader of a file has to know of a schema; typed where nothing is registered. Kept apart from zod's own
 * metadata, which would print into the JSON Schema. Entries survive `.min`, `.refine` and `.meta`.
 */
export const readAs = z.registry<{ readonly kind?: ScalarKind; readonly isStep?: true }>();
