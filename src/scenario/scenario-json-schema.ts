import { z } from 'zod';
import { scenarioSchema } from './schema/scenario-schema.ts';

/**
 * The JSON Schema (draft 2020-12) of a scenario file as written: with short forms, without defaults filled in, and with
 * variables wherever a scalar is allowed. Keys that are not yet supported are excluded, so that editors neither offer nor
 * accept them.
 */
export function scenarioJsonSchema(): Record<string, unknown> {
  return adapt(z.toJSONSchema(scenarioSchema, { io: 'input' }) as JsonSchema);
}

type JsonSchema = Record<string, unknown>;

const VARIABLE: JsonSchema = { type: 'string', pattern: '\\$\\{' };
/** Keywords whose value is a schema, a list of schemas, or a map of schemas. */
const WITH_SCHEMA = ['additionalProperties', 'propertyNames', 'items'];
const WITH_SCHEMAS = ['properties', '$defs', 'anyOf'];

function adapt(schema: JsonSchema): JsonSchema {
  const adapted = Object.entries(schema).map(([keyword, value]) => {
    if (WITH_SCHEMA.includes(keyword) && isSchema(value)) return [keyword, adapt(value)];
    if (keyword === 'description') return [keyword, withFullStop(String(value))];
    return [keyword, WITH_SCHEMAS.includes(keyword) ? adaptEach(value) : value];
  });
  return allowVariable(Object.fromEntries(adapted));
}

function adaptEach(schemas: unknown): unknown {
  if (Array.isArray(schemas)) return schemas.map(adapt);
  const kept = Object.entries(schemas as Record<string, JsonSchema>).filter(([, schema]) => !isPlanned(schema));
  return Object.fromEntries(kept.map(([key, schema]) => [key, adapt(schema)]));
}

/** The mock endpoint's descriptions are also lines of help, which have none. */
function withFullStop(description: string): string {
  return /[.…]$/.test(description) ? description : `${description}.`;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null;
}

/** z.never() becomes `not: {}`. */
function isPlanned(schema: JsonSchema): boolean {
  return isSchema(schema.not) && Object.keys(schema.not).length === 0;
}

/** A scalar schema that is stricter than "a string" would refuse a variable. */
function allowVariable(schema: JsonSchema): JsonSchema {
  const { type, pattern, enum: choices, const: literal } = schema;
  const isNarrow = pattern !== undefined || choices !== undefined || literal !== undefined;
  const isScalar =
    ['integer', 'number', 'boolean'].includes(String(type)) ||
    (isNarrow && [undefined, 'string'].includes(type as string));
  if (!isScalar) return schema;
  const { title, description, default: fallback, examples, ...limits } = schema;
  return defined({ title, description, default: fallback, examples, anyOf: [limits, VARIABLE] });
}

function defined(object: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
