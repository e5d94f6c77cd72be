import { z } from 'zod';
import { readAs, type ScalarKind } from '../schema/scalar-kind.ts';
import { scenarioSchema } from '../schema/scenario-schema.ts';

/** Keys and indexes from the root of a scenario file to a value. */
export type Path = readonly (string | number)[];

/** The schemas allowed at a path of the file, with unions and wrappers resolved. */
class SchemaPlace {
  readonly kind: ScalarKind | undefined;
  readonly isStep: boolean;
  private readonly schemas: readonly z.core.$ZodType[];
  private readonly below = new Map<string | number | symbol, SchemaPlace>();

  constructor(schemas: readonly z.core.$ZodType[]) {
    this.schemas = schemas.flatMap(unwrap);
    const entries = this.schemas.map((schema) => readAs.get(schema));
    this.kind = entries.find((entry) => entry?.kind)?.kind;
    this.isStep = entries.some((entry) => entry?.isStep);
  }

  at(key: string | number): SchemaPlace {
    const isNamed = this.schemas.some((schema) => schema instanceof z.ZodObject && Object.hasOwn(schema.shape, key));
    const slot = isNamed ? key : typeof key === 'number' ? ENTRY : OTHER;
    const known = this.below.get(slot);
    if (known) return known;
    const place = new SchemaPlace(this.schemas.flatMap((schema) => schemaBelow(schema, key)));
    this.below.set(slot, place);
    return place;
  }
}

const ENTRY = Symbol('entry of a list');
const OTHER = Symbol('any other key');

/** The schema, then the schemas that it wraps or chooses from. */
function unwrap(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodUnion) return [schema, ...schema.options.flatMap(unwrap)];
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodLazy)
    return [schema, ...unwrap(schema.unwrap())];
  return schema instanceof z.ZodPipe ? [schema, ...unwrap(schema.in)] : [schema];
}

function schemaBelow(schema: z.core.$ZodType, key: string | number): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodObject) return Object.hasOwn(schema.shape, key) ? [schema.shape[key]] : [];
  if (schema instanceof z.ZodRecord) return typeof key === 'string' ? [schema.valueType] : [];
  if (schema instanceof z.ZodArray) return typeof key === 'number' ? [schema.element] : [];
  return schema instanceof z.ZodUnknown ? [schema] : [];
}

const ROOT = new SchemaPlace([scenarioSchema]);

function placeAt(path: Path): SchemaPlace {
  return path.reduce<SchemaPlace>((place, key) => place.at(key), ROOT);
}

/** How a scalar at `path` is read. */
export function scalarKindAt(path: Path): ScalarKind {
  return placeAt(path).kind ?? 'typed';
}

/** Whether a plain scalar at `path` is read as written. */
export function expectsText(path: Path): boolean {
  const kind = scalarKindAt(path);
  return kind === 'text' || kind === 'phrase';
}

/** Whether there is a step at `path`, however deeply nested. */
export function isStep(path: Path): boolean {
  return placeAt(path).isStep;
}

/** Whether `path` is part of free-form data. */
export function isFreeForm(path: Path): boolean {
  return scalarKindAt(path) === 'value';
}
