import { z } from 'zod';
import { parseDistribution } from '../platform/distribution.ts';
import { KnownError } from '../platform/known-error.ts';
import { mockInputSchema } from './mock-input.ts';
import type { MockInput } from './mock-options.ts';

/** One option, for help and flags. */
export interface MockOptionDoc {
  /** Key as in the file; that of a fault has the prefix `faults.`. */
  readonly key: string;
  readonly description: string;
  /** Placeholder of its value in help: `TIME`, `N`, `SHARE`, `true|false`, `accept|drop` or `TEXT`. */
  readonly value: string;
  readonly example: string;
  /** The default as written in a file; undefined if there is none. */
  readonly default: string | undefined;
}

/** The used part of a JSON Schema. */
interface Node {
  readonly type?: string;
  readonly anyOf?: readonly Node[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
}

const schema = z.toJSONSchema(mockInputSchema, { io: 'input' }) as Node;
const leaves = new Map(leavesOf(schema, ''));

/** Every option, in the order of the schema. */
export const mockOptionDocs: readonly MockOptionDoc[] = [...leaves].map(([key, node]) => ({
  key,
  description: node.description ?? '',
  value: placeholderOf(node),
  example: String(node.examples?.[0] ?? ''),
  default: node.default === undefined ? undefined : String(node.default),
}));

function placeholderOf(node: Node): string {
  const types = typesOf(node);
  if (types.includes('boolean')) return 'true|false';
  if (types.includes('integer') || node.anyOf?.some((form) => typeof form.const === 'number')) return 'N';
  if (types.includes('number')) return 'SHARE';
  if (node.enum) return node.enum.join('|');
  return parseDistribution(String(node.examples?.[0] ?? '')) ? 'TIME' : 'TEXT';
}

function typesOf(node: Node): readonly string[] {
  return [node, ...(node.anyOf ?? [])].map((form) => form.type ?? typeof form.const);
}

function leavesOf(node: Node, prefix: string): [string, Node][] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]): [string, Node][] =>
    child.properties ? leavesOf(child, `${prefix}${name}.`) : [[`${prefix}${name}`, child]],
  );
}

/**
 * From texts by key (`faults.drop` for one of the faults), as flags give them. Numbers and booleans are read where the
 * option is one; values are validated when the endpoint starts.
 * @throws KnownError for an unknown option.
 */
export function mockInputFromFlat(record: Readonly<Record<string, string>>): MockInput {
  const top: Record<string, unknown> = {};
  const faults: Record<string, unknown> = {};
  for (const [key, text] of Object.entries(record)) {
    const node = leaves.get(key);
    if (!node)
      throw new KnownError(`unknown mock option ${key}`, {
        hint: `valid options: ${[...leaves.keys()].join(', ')}`,
      });
    if (key.startsWith('faults.')) faults[key.slice('faults.'.length)] = readValue(text, node);
    else top[key] = readValue(text, node);
  }
  return (Object.keys(faults).length > 0 ? { ...top, faults } : top) as MockInput;
}

/** Other texts are kept, so that the schema reports them. */
function readValue(text: string, node: Node): unknown {
  const types = typesOf(node);
  if (types.some((type) => type === 'number' || type === 'integer') && /^-?\d+(\.\d+)?$/.test(text))
    return Number(text);
  if (types.includes('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
