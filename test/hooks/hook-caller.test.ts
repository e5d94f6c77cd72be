import { describe, expect, it } from 'vitest';
import { HookCaller } from '../../src/hooks/hook-caller.ts';
import { makeHookLog } from '../../src/hooks/hook-log.ts';
import type { HookReference } from '../../src/hooks/hook-reference.ts';
import type { Hook } from '../../src/hooks/resolve-hook.ts';
import { returnedVariables } from '../../src/hooks/returned-variables.ts';

const reference = (name: string): HookReference => ({
  module: '/w/hooks.ts',
  path: [name],
  shown: `./hooks.ts#${name}`,
});
const keyed = (hooks: Readonly<Record<string, Hook>>) =>
  new Map(Object.entries(hooks).map(([name, hook]) => [JSON.stringify(['/w/hooks.ts', name]), hook]));
const CONTEXT = { vars: {}, runId: 'r', random: () => 0, log() {} };

describe('the caller of hooks', () => {
  it('gives what a hook returns or throws, also asynchronously', async () => {
    const caller = new HookCaller(
      keyed({
        now: () => 1,
        later: () => Promise.resolve(2),
        bad: () => {
          throw new TypeError('no');
        },
        text: () => Promise.reject('only a text'),
      }),
    );
    const call = (name: string) => caller.call(reference(name), CONTEXT);
    expect(await call('now')).toEqual({ kind: 'returned', value: 1 });
    expect(await call('later')).toEqual({ kind: 'returned', value: 2 });
    expect(await call('bad')).toMatchObject({ kind: 'threw', message: expect.stringContaining('TypeError: no') });
    expect(await call('text')).toEqual({ kind: 'threw', message: 'only a text' });
  });

  it('copies what a hook returns, reading each value once', async () => {
    const kept = { list: [1] };
    let reads = 0;
    const shared = Array.from({ length: 30 }).reduce<unknown>((value) => ({ a: value, b: value }), 1);
    const caller = new HookCaller(
      keyed({
        kept: () => kept,
        counted: () => ({
          get reads() {
            reads += 1;
            return reads;
          },
        }),
        broken: () => ({
          get token() {
            throw new Error('no token');
          },
        }),
        prototype: () => JSON.parse('{"__proto__": {"a": 1}}'),
        shared: () => shared,
        bare: () => Promise.reject(Object.create(null)),
      }),
    );
    const call = (name: string) => caller.call(reference(name), CONTEXT);
    const { value } = (await call('kept')) as { value: typeof kept };
    kept.list.push(2);
    expect(value).toEqual({ list: [1] });
    const counted = (await call('counted')) as { value: { reads: number } };
    expect([counted.value.reads, counted.value.reads]).toEqual([1, 1]);
    expect(await call('broken')).toMatchObject({ kind: 'threw', message: expect.stringContaining('no token') });
    const named = (await call('prototype')) as { value: object };
    expect(Object.entries(named.value)).toEqual([['__proto__', { a: 1 }]]);
    expect(await call('shared')).toMatchObject({ message: expect.stringContaining('more than 1,000,000 values') });
    expect(await call('bare')).toEqual({ kind: 'threw', message: 'an exception without a message' });
  });

  it('names the hooks that were open, or those that had control for long', async () => {
    let nowUs = 0;
    let release: () => void = () => {};
    const caller = new HookCaller(
      keyed({
        waits: () =>
          new Promise<void>((resolve) => {
            release = resolve;
          }),
        blocks: () => {
          nowUs += 60_000;
        },
      }),
      { clock: { nowUs: () => nowUs } },
    );
    const waiting = caller.call(reference('waits'), CONTEXT);
    expect(caller.takeActive()).toEqual(['./hooks.ts#waits']);
    await caller.call(reference('blocks'), CONTEXT);
    expect(caller.takeActive()).toEqual(['./hooks.ts#blocks']);
    expect(caller.takeActive()).toEqual(['./hooks.ts#waits']);
    release();
    await waiting;
    caller.takeActive();
    expect(caller.takeActive()).toEqual([]);
  });
});

describe('variables that a hook returns', () => {
  it('are plain data, or nothing', () => {
    const value = { token: 'x', seats: 2, list: [{ a: null, b: undefined }], ok: true };
    expect(returnedVariables(value)).toEqual({ value });
    expect(returnedVariables(undefined)).toEqual({ value: {} });
    expect(returnedVariables(Object.create(null, { a: { value: 1, enumerable: true } }))).toEqual({ value: { a: 1 } });
  });

  it.each<[unknown, string]>([
    ['t', 'returned a string; return an object of variables, such as { token }'],
    [[1], 'returned a list; return an object of variables, such as { token }'],
    [new Map(), 'returned a Map; return an object of variables, such as { token }'],
    [{ f: () => 1 }, 'returned a function as f; variables are strings, numbers, lists and plain objects'],
    [{ n: Number.NaN }, 'returned NaN as n; variables are strings, numbers, lists and plain objects'],
    [{ d: { at: new Date() } }, 'returned a Date as d; variables are strings, numbers, lists and plain objects'],
    [{ big: 1n }, 'returned a bigint as big; variables are strings, numbers, lists and plain objects'],
  ])('are refused otherwise: %s', (value, problem) => {
    expect(returnedVariables(value)).toEqual({ problem });
  });

  it('are refused when they contain themselves', () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(returnedVariables(loop)).toMatchObject({ problem: expect.stringContaining('nested too deeply') });
  });
});

describe('the log of hooks', () => {
  it('prints each call on one line, and ends when there are too many', () => {
    const lines: string[] = [];
    const log = makeHookLog((line) => lines.push(line));
    log('user\n', { a: 1 }, 2);
    expect(lines).toEqual(['log: user { a: 1 } 2']);
    for (let n = 0; n < 2000; n++) log(n);
    expect([lines.length, lines.at(-1)]).toEqual([
      1001,
      'functions logged more than 1,000 lines; the rest is not printed',
    ]);
  });
});
