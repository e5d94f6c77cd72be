import { type JsonSchema, pascalCase } from './json-schema.ts';

/** Smaller objects are written out where they occur. */
const MIN_PROPERTIES = 3;
/** A named object with fewer properties is not a part of others. */
const MIN_SHARED = 2;

/** An object with a name, and the schemas of its properties. */
interface NamedObject {
  readonly name: string;
  readonly properties: readonly string[];
}

/**
 * The objects that have a name: those in `$defs` of a JSON Schema, and those that occur several times, each named after the
 * property where it is found first.
 */
export class ReusedShapes {
  private readonly names = new Map<string, string>();
  private readonly found: (readonly [string, JsonSchema])[] = [];
  /** Those with the most properties first. */
  private readonly objects: readonly NamedObject[];

  constructor(root: JsonSchema) {
    const counts = new Map<string, { count: number; property: string; schema: JsonSchema }>();
    visit(root, 'Root', (schema, property) => {
      const known = counts.get(shapeKey(schema));
      if (known) known.count += 1;
      else counts.set(shapeKey(schema), { count: 1, property, schema });
    });
    const definitions = Object.entries(root.$defs ?? {});
    for (const [name, definition] of definitions) this.names.set(shapeKey(definition), pascalCase(name));
    const taken = new Set(definitions.map(([name]) => pascalCase(name)));
    for (const [key, { count, property, schema }] of counts) {
      if (this.names.has(key) || count < 2 || Object.keys(schema.properties ?? {}).length < MIN_PROPERTIES) continue;
      const name = freeName(pascalCase(kindOf(schema) ?? property), taken);
      taken.add(name);
      this.names.set(key, name);
      this.found.push([name, schema]);
    }
    const named = [...definitions.map(([name, schema]) => [pascalCase(name), schema] as const), ...this.found];
    this.objects = named
      .map(([name, schema]) => ({ name, properties: propertiesOf(schema) }))
      .filter(({ properties }) => properties.length >= MIN_SHARED)
      .sort((a, b) => b.properties.length - a.properties.length);
  }

  /** Named objects whose properties an object has all, and what it has besides; `own`: its name, if it has one. */
  partsOf(
    schema: JsonSchema,
    own: string | undefined,
  ): { readonly names: readonly string[]; readonly rest: JsonSchema } {
    const left = new Set(propertiesOf(schema));
    const parts = this.objects.filter(({ name, properties }) => {
      const isPart = name !== own && properties.every((property) => left.has(property));
      if (isPart) for (const property of properties) left.delete(property);
      return isPart;
    });
    const kept = Object.entries(schema.properties ?? {}).filter((entry) => left.has(propertyKey(schema, entry)));
    return { names: parts.map(({ name }) => name), rest: { ...schema, properties: Object.fromEntries(kept) } };
  }

  /** Each with its name. */
  get shapes(): readonly (readonly [string, JsonSchema])[] {
    return this.found;
  }

  nameOf(schema: JsonSchema): string | undefined {
    return schema.type === 'object' ? this.names.get(shapeKey(schema)) : undefined;
  }
}

/** The same for properties with the same name, schema and description. */
function propertiesOf(schema: JsonSchema): string[] {
  return Object.entries(schema.properties ?? {}).map((entry) => propertyKey(schema, entry));
}

function propertyKey({ required = [] }: JsonSchema, [name, property]: readonly [string, JsonSchema]): string {
  return JSON.stringify([name, required.includes(name), property]);
}

/** The same for schemas of the same type: their texts do not matter. */
function shapeKey({ description: _description, default: _default, ...shape }: JsonSchema): string {
  return JSON.stringify(shape);
}

/** Calls `take` for each object in `schema`, with the name of the property that has it; of a list, in the singular. */
function visit(schema: JsonSchema, property: string, take: (schema: JsonSchema, property: string) => void): void {
  if (schema.properties) take(schema, property);
  for (const [key, inner] of Object.entries(schema.properties ?? {})) visit(inner, key, take);
  for (const [key, inner] of Object.entries(schema.$defs ?? {})) visit(inner, key, take);
  for (const arm of schema.anyOf ?? schema.oneOf ?? []) visit(arm, property, take);
  for (const entry of schema.prefixItems ?? []) visit(entry, property, take);
  if (schema.items) visit(schema.items, property.replace(/s$/, ''), take);
  if (typeof schema.additionalProperties === 'object') visit(schema.additionalProperties, property, take);
}

/** `trend`, if the objects of a union have a `kind`. */
function kindOf({ properties = {} }: JsonSchema): string | undefined {
  const kind = properties.kind?.const;
  return typeof kind === 'string' ? kind : undefined;
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const free = number === 1 ? name : `${name}${number}`;
    if (!taken.has(free)) return free;
  }
}
