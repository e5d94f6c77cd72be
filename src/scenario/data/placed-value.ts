import { type Document, isMap, isScalar, isSeq, type Node } from 'yaml';
import { KnownError } from '../../platform/known-error.ts';
import { parseYaml } from '../file/parse-yaml.ts';

/** A value of a YAML or JSON text, and where it begins. */
export interface PlacedValue {
  /** From 1. */
  readonly line: number;
  /** As plain data. */
  readonly value: unknown;
  /** The entries of a list. */
  readonly items: readonly PlacedValue[] | undefined;
  /** The keys of a map, which are texts, and their values. */
  readonly entries: ReadonlyMap<string, PlacedValue> | undefined;
}

/** The value of a YAML or JSON text. KnownError with the line if it cannot be parsed. */
export function readPlacedValue(text: string, file: string): PlacedValue {
  const parsed = parseYaml(text);
  if ('document' in parsed) {
    const { document, position } = parsed;
    return placed(document.contents, document, 1, (offset) => position(offset).line);
  }
  const [problem] = parsed;
  throw new KnownError(`${file}:${problem?.line ?? 1} cannot be parsed: ${problem?.message ?? ''}`, {
    hint: 'correct the syntax there',
  });
}

function placed(
  node: unknown,
  document: Document.Parsed,
  above: number,
  lineAt: (offset: number) => number,
): PlacedValue {
  const { range, toJS } = (node ?? {}) as Partial<Node>;
  const line = range ? lineAt(range[0]) : above;
  const below = (inner: unknown) => placed(inner, document, line, lineAt);
  return {
    line,
    value: isScalar(node) ? node.value : toJS?.call(node, document),
    items: isSeq(node) ? node.items.map(below) : undefined,
    entries: isMap(node)
      ? new Map(node.items.map(({ key, value }) => [String(isScalar(key) ? key.value : key), below(value)]))
      : undefined,
  };
}
