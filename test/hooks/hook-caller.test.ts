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
