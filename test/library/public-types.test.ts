import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMPARE_OPTIONS, RUN_OPTIONS } from '../../src/library/option-tables.ts';
import { optionName } from '../../src/library/read-options.ts';
import { declareTypes } from '../../src/library/types/declare-types.ts';
import type * as declared from '../../src/types/palaver.d.ts';

const typesOf = (name: string) => readFileSync(`src/types/${name}`, 'utf8');

describe('the types of the library', () => {
  it.each([
    ['RunOptions', RUN_OPTIONS, ['signal', 'observer']],
    ['CompareOptions', COMPARE_OPTIONS, []],
  ])('%s has every option that is read', (name, table, others) => {
    const body = new RegExp(`interface ${name} \\{([\\s\\S]*?)\\n\\}`).exec(typesOf('palaver.d.ts'))?.[1] ?? '';
    const options = [...body.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, option]) => option);
    expect(options.sort()).toEqual([...Object.keys(table).map(optionName), ...others].sort());
  });

  it('has every export, and no other', async () => {
    const library = await import('../../src/palaver.ts');
    const names = typesOf('palaver.d.ts').matchAll(/^export declare (?:function|class) (\w+)/gm);
    expect([...names].map(([, name]) => name).sort()).toEqual(Object.keys(library).sort());
    const exported: Record<keyof typeof declared, unknown> = library;
    expect(exported).toBe(library);
  });
});

describe('declarations of a JSON Schema', () => {
  const declare = (schema: Parameters<typeof declareTypes>[0]) =>
    declareTypes(schema, { name: 'Root', about: 'All.', given: { hook: (within) => `Hook<"${within.at(-1)}">` } });

  it('have descriptions and defaults as comments, and lists and maps as types', () => {
    const schema = {
      type: 'object',
      properties: {
        a: { type: 'integer', description: 'Count.', default: 1 },
        'b-c': { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
        d: { type: 'object', additionalProperties: { $ref: '#/$defs/hook' } },
        e: { enum: ['x', 4] },
        f: {},
      },
      required: ['a', 'd'],
      $defs: { hook: { type: 'string' } },
    };
    expect(declare(schema)).toBe(
      [
        '',
        '',
        '/** All. */',
        'export type Root = {',
        '  /** Count. Default: 1. */',
        '  readonly a: number;',
        '  readonly "b-c"?: readonly (string | null)[] | undefined;',
        '  readonly d: { readonly [name: string]: Hook<"d"> };',
        '  readonly e?: "x" | 4 | undefined;',
        '  readonly f?: unknown;',
        '};',
        '',
      ].join('\n'),
    );
  });

  it('name objects that occur several times', () => {
    const point = {
      type: 'object',
      properties: { x: { type: 'number' }, y: { type: 'number' }, z: { type: 'number' } },
    };
    const text = declare({ type: 'object', properties: { points: { type: 'array', items: point }, last: point } });
    expect(text).toContain('readonly points?: readonly Point[] | undefined;');
    expect(text).toContain('readonly last?: Point | undefined;');
    expect(text.match(/readonly x\?: number/g)).toHaveLength(1);
  });

  it('name what an object has in common with a definition, if it is the same and has the same description', () => {
    const size = { w: { type: 'number', description: 'Width.' }, h: { type: 'number' } };
    const text = declare({
      type: 'object',
      properties: {
        same: { type: 'object', properties: { name: { type: 'string' }, ...size }, required: ['w'] },
        optional: { type: 'object', properties: { name: { type: 'string' }, ...size } },
        other: {
          type: 'object',
          properties: { ...size, w: { type: 'number', description: 'Weight.' } },
          required: ['w'],
        },
      },
      required: ['same', 'optional', 'other'],
      $defs: { size: { type: 'object', properties: size, required: ['w'] } },
    });
    expect(text).toContain('readonly same: Size & {\n    readonly name?: string | undefined;\n  };');
    expect(text).toContain('readonly optional: {\n    readonly name?: string | undefined;\n    /** Width. */');
    expect(text).toContain('readonly other: {\n    /** Weight. */');
  });
});
