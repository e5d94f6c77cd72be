import { type JsonSchema, pascalCase } from './json-schema.ts';
import { ReusedShapes } from './reused-shapes.ts';

export interface DeclarationTexts {
  /** Name of the type of the whole schema, and its description. */
  readonly name: string;
  readonly about: string;
  /** Lines before the types. */
  readonly head?: readonly string[];
  /** By name in `$defs`: types in place of what the schema there says. `within`: the names around it, the innermost last. */
  readonly given?: Readonly<Record<string, (within: readonly string[]) => string>>;
  /** The same by name of the property. */
  readonly properties?: Readonly<Record<string, string>>;
}

/** In a JSON Schema: a text with a variable, where a number or a word is expected. */
const VARIABLE_PATTERN = '\\$\\{';

/**
 * The TypeScript declarations of a JSON Schema, its descriptions as comments. The schemas in `$defs`, and objects that occur
 * several times, become types with a name.
 */
export function declareTypes(schema: JsonSchema, texts: DeclarationTexts): string {
  const reused = new ReusedShapes(schema);
  const { given = {}, properties = {} } = texts;
  const definitions = Object.entries(schema.$defs ?? {}).filter(([name]) => !Object.hasOwn(given, name));
  const writer = new TypeWriter(reused, given, properties);
  const types = [
    declaration(texts.name, { ...schema, description: texts.about }, writer),
    ...definitions.map(([name, definition]) => declaration(pascalCase(name), definition, writer)),
    ...reused.shapes.map(([name, shape]) => declaration(name, shape, writer)),
  ];
  return `${[(texts.head ?? []).join('\n'), ...types].join('\n\n')}\n`;
}

function declaration(name: string, schema: JsonSchema, writer: TypeWriter): string {
  return `${comment(schema, '')}export type ${name} = ${writer.typeNamed(name, schema)};`;
}

class TypeWriter {
  private readonly reused: ReusedShapes;
  private readonly given: NonNullable<DeclarationTexts['given']>;
  private readonly properties: Readonly<Record<string, string>>;
  /** Names of the type and the properties that are being written. */
  private readonly within: string[] = [];

  constructor(
    reused: ReusedShapes,
    given: NonNullable<DeclarationTexts['given']>,
    properties: Readonly<Record<string, string>>,
  ) {
    this.reused = reused;
    this.given = given;
    this.properties = properties;
  }

  typeNamed(name: string, schema: JsonSchema): string {
    return this.inside(name, () => (schema.properties ? this.partsType(schema, name) : this.shapeOf(schema, '')));
  }

  private inside(name: string, write: () => string): string {
    this.within.push(name);
    const text = write();
    this.within.pop();
    return text;
  }

  /** The type of `schema`: its name, if it has one. */
  private typeOf(schema: JsonSchema, indent: string): string {
    return this.reused.nameOf(schema) ?? this.shapeOf(schema, indent);
  }

  /** The type of `schema`, written out. */
  private shapeOf(schema: JsonSchema, indent: string): string {
    const { $ref, type } = schema;
    if ($ref !== undefined) return this.named($ref.replace('#/$defs/', ''));
    if (armsOf(schema).length > 0) return union(armsOf(schema).map((arm) => this.typeOf(arm, indent)));
    if ('const' in schema) return JSON.stringify(schema.const);
    if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value)));
    if (typeof type === 'object') return union(type.includes('boolean') ? ['string'] : type.map(scalarType));
    if (schema.prefixItems)
      return `readonly [${schema.prefixItems.map((entry) => this.typeOf(entry, indent)).join(', ')}]`;
    if (type === 'array') return `readonly ${inBrackets(this.typeOf(schema.items || {}, indent))}[]`;
    if (schema.properties) return this.partsType(schema, undefined, indent);
    if (type === 'object') return this.objectType(schema, indent);
    return schema.pattern === VARIABLE_PATTERN ? 'Variable' : scalarType(type);
  }

  private named(definition: string): string {
    return Object.hasOwn(this.given, definition) ? this.given[definition]!(this.within) : pascalCase(definition);
  }

  /** Named types in place of the properties that they have in common with an object; `own`: its own name. */
  private partsType(schema: JsonSchema, own: string | undefined, indent = ''): string {
    const { names, rest } = this.reused.partsOf(schema, own);
    const others = Object.keys(rest.properties ?? {}).length > 0 || names.length === 0;
    return [...names, ...(others ? [this.objectType(rest, indent)] : [])].join(' & ');
  }

  private objectType({ properties = {}, required = [], additionalProperties }: JsonSchema, indent: string): string {
    const inner = `${indent}  `;
    const lines = Object.entries(properties).map(([key, property]) => {
      const type = this.properties[key] ?? this.inside(key, () => this.typeOf(property, inner));
      const value = required.includes(key) ? `: ${type}` : `?: ${union([type, 'undefined'])}`;
      return `${comment(property, inner)}${inner}readonly ${quoted(key)}${value};`;
    });
    if (typeof additionalProperties === 'object' && lines.length === 0)
      return `{ readonly [name: string]: ${this.typeOf(additionalProperties, indent)} }`;
    return `{\n${lines.join('\n')}\n${indent}}`;
  }
}

function scalarType(type: string | undefined): string {
  if (type === 'integer') return 'number';
  return type ?? 'unknown';
}

/** The alternatives of a schema, and those of the alternatives. */
function armsOf({ anyOf, oneOf }: JsonSchema): readonly JsonSchema[] {
  return (anyOf ?? oneOf ?? []).flatMap((arm) => (armsOf(arm).length > 0 ? armsOf(arm) : [arm]));
}

/** Texts may contain variables anyway. */
function union(types: readonly string[]): string {
  const all = [...new Set(types)];
  const wanted = all.includes('string') ? all.filter((type) => type !== 'Variable') : all;
  return wanted.includes('unknown') ? 'unknown' : wanted.join(' | ');
}

function inBrackets(type: string): string {
  return /[|\n ]/.test(type) ? `(${type})` : type;
}

function quoted(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}

function comment({ description, default: fallback }: JsonSchema, indent: string): string {
  const isSaid = fallback === undefined || typeof fallback === 'object' || /\bdefault\b/i.test(description ?? '');
  const text = [description ?? '', isSaid ? '' : `Default: ${fallback}.`].filter((part) => part !== '').join(' ');
  return text === '' ? '' : `${indent}/** ${text.replaceAll('*/', '*\\/')} */\n`;
}
