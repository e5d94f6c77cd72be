import { z } from 'zod';

/**
 * How a plain YAML scalar is read:
 *
 *     typed    as YAML reads it: a number, true, the text of a duration
 *     text     as written: 007 is "007" and null is "null", not a number and null as in YAML
 *     phrase   as text; templates are allowed
 *     value    free-form data: as YAML reads it; templates are allowed in texts
 */
export type ScalarKind = 'typed' | 'text' | 'phrase' | 'value';

/**
 * How values of a schema are read from the file; default typed. Not part of zod's own metadata, which would appear in the
 * JSON Schema. Entries survive `.min`, `.refine` and `.meta`.
 */
export const readAs = z.registry<{ readonly kind?: ScalarKind; readonly isStep?: true }>();
