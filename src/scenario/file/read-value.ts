import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type ParsedNode,
  Scalar,
  type YAMLMap,
} from 'yaml';
import type { Environment } from '../../platform/process/environment.ts';
import type { YamlText } from './parse-yaml.ts';
import { Places } from './places.ts';
import type { Problem } from './problem.ts';
import { expectsText, isFreeForm, isStep, type Path } from './text-place.ts';
import { isOneVariable, substituteVariables } from './variables.ts';
import { notAStep, truncatedText } from './yaml-pitfalls.ts';

export interface ReadValue {
  readonly value: unknown;
  readonly places: Places;
  readonly problems: readonly Problem[];
  /** Values kept as written because they are not needed and their variables are not set. */
  readonly unresolved: readonly Path[];
}

export interface ReadOptions {
  readonly env: Environment;
  /** Whether the run will use the value at `path`: only then must its variables be set. */
  readonly isNeeded: (path: Path) => boolean;
  /** Called for each needed variable that is not set, instead of an error; its value then counts as not needed. */
  readonly onMissing?: ((name: string) => void) | undefined;
  /** The text was made of an object: it has no pitfalls of YAML, and null is null. */
  readonly fromObject?: boolean | undefined;
}

/** The plain value of a YAML document: variables replaced, common pitfalls of YAML reported, places of values recorded. */
export function readValue(yaml: YamlText, options: ReadOptions): ReadValue {
  const reader = new ValueReader(yaml, options);
  const value = reader.read(yaml.document.contents, []);
  return { value, places: reader.places, problems: reader.problems, unresolved: reader.unresolved };
}

/** Scenarios are flat; deeper nesting is a mistake or an attack (nested aliases grow exponentially). */
const MAX_DEPTH = 60;
const MAX_VALUES = 200_000;

/** Sections that contain utterances. */
const WITH_STEPS = ['conversations', 'stepLists'];

class ValueReader {
  readonly places = new Places();
  readonly problems: Problem[] = [];
  readonly unresolved: Path[] = [];
  private readonly yaml: YamlText;
  private readonly options: ReadOptions;
  private values = 0;

  constructor(yaml: YamlText, options: ReadOptions) {
    this.yaml = yaml;
    this.options = options;
  }

  read(node: Node | null, path: Path, key?: Node): unknown {
    const offset = offsetOf(node) ?? offsetOf(key ?? null) ?? 0;
    this.places.set(path, { offset, keyOffset: offsetOf(key ?? null) ?? offset });
    this.values += 1;
    if (path.length > MAX_DEPTH || this.values > MAX_VALUES) return this.readTooMuch(path, offset);
    if (isAlias(node)) return this.readAlias(node, path, key);
    if (isMap(node)) return isStep(path) ? this.readStep(node, path, offset) : this.readMap(node, path);
    if (isSeq(node)) return node.items.map((item, index) => this.read(item as ParsedNode | null, [...path, index]));
    return isScalar(node) ? this.readScalar(node, path, offset) : null;
  }

  private readTooMuch(path: Path, offset: number): undefined {
    if (this.values <= MAX_VALUES + 1)
      this.refuse(path, offset, 'the file is nested too deeply, or too large; simplify it, or remove YAML aliases');
    this.values = MAX_VALUES + 2;
    this.places.markReported([]);
    return undefined;
  }

  private readAlias(alias: Alias, path: Path, key: Node | undefined): unknown {
    const target = alias.resolve(this.yaml.document);
    if (target) return this.read(target, path, key);
    const message = `*${alias.source} is an undefined YAML alias; a string that starts with * needs quotes`;
    this.refuse(path, this.places.at(path).offset, message);
    return undefined;
  }

  private readMap(map: YAMLMap, path: Path): unknown {
    const entries: [string, unknown][] = [];
    for (const pair of map.items as Pair<Node, Node | null>[]) {
      if (isScalar(pair.key)) {
        const key = this.substituted(writtenText(pair.key), path, offsetOf(pair.key) ?? 0).text;
        entries.push([key, this.read(pair.value, [...path, key], pair.key)]);
      } else {
        this.refuse(path, offsetOf(pair.key) ?? 0, 'braces make a YAML map; a string with {{…}} needs quotes');
      }
    }
    return Object.fromEntries(entries);
  }

  private readStep(map: YAMLMap, path: Path, offset: number): unknown {
    const problem = this.options.fromObject ? undefined : notAStep(map, this.yaml.text);
    if (!problem) return this.readMap(map, path);
    this.refuse(path, offset, problem);
    return undefined;
  }

  private readScalar(scalar: Scalar, path: Path, offset: number): unknown {
    const plain = scalar.type === Scalar.PLAIN;
    const asText = expectsText(path);
    const spoken = asText && plain && WITH_STEPS.includes(String(path[0]));
    const cutShort = spoken ? truncatedText(scalar, this.yaml.text) : undefined;
    if (cutShort) this.refuse(path, offset, cutShort);
    if (plain && (scalar.source === '' || (this.options.fromObject && scalar.value === null))) return null;
    const source = writtenText(scalar);
    if (!source.includes('${')) return asText ? source : scalar.value;
    const place = this.places.at(path);
    this.places.set(path, { ...place, written: source });
    const { text, resolved } = this.substituted(source, path, offset);
    const typed = !asText && (plain || (isOneVariable(source) && !isFreeForm(path)));
    return resolved && typed ? typedAsWritten(text) : text;
  }

  private substituted(source: string, path: Path, offset: number): { text: string; resolved: boolean } {
    if (!source.includes('${')) return { text: source, resolved: true };
    const { text, missing, malformed } = substituteVariables(source, this.options.env);
    if (malformed)
      this.refuse(
        path,
        offset,
        `this text has a "\${" that is not a variable; write \${NAME}, or $\${ for the characters themselves`,
      );
    if (missing.length === 0) return { text, resolved: true };
    const { isNeeded, onMissing } = this.options;
    const needed = isNeeded(path) ? new Set(missing) : [];
    for (const name of needed) {
      if (onMissing) onMissing(name);
      else this.refuse(path, offset, missingVariable(name));
    }
    if (onMissing || !isNeeded(path)) this.unresolved.push(path);
    return { text: source, resolved: false };
  }

  private refuse(path: Path, offset: number, message: string): void {
    this.problems.push({ ...this.yaml.position(offset), path, message });
    this.places.markReported(path);
  }
}

function missingVariable(name: string): string {
  return `\${${name}} is not set; set it with -e ${name}=…, in the environment or in a file (--vars)`;
}

/** A plain scalar as written; the value of a quoted one. */
function writtenText(scalar: Scalar): string {
  return scalar.type === Scalar.PLAIN && scalar.source !== undefined ? scalar.source : String(scalar.value);
}

/**
 * The value of a variable is typed as if it were written in its place: a number, true, false, or a string. This includes a
 * quoted scalar that is only a variable, because between braces and in JSON it must be quoted.
 */
function typedAsWritten(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function offsetOf(node: Node | null): number | undefined {
  return node?.range?.[0];
}
