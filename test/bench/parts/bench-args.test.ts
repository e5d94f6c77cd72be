import { describe, expect, it } from 'vitest';

const load = (name: string) => import(new URL(name, import.meta.url).href);
const { splitArgs } = await load('./bench-args.mjs');
const { satisfiesNode } = await load('./node-range.mjs');

describe('arguments of the menu of benchmarks', () => {
  it('are its own, and those of a benchmark', () => {
    expect(splitArgs(['accuracy', '--rounds', '5', '--json', 'a.json', '--only', 'bare'])).toEqual({
      names: ['accuracy'],
      own: { quick: false, update: false, help: false, json: 'a.json', runs: 1 },
      options: ['--rounds', '5', '--only', 'bare'],
    });
    expect(splitArgs(['all', '--quick', '--runs=3', '--update'])).toMatchObject({
      names: ['all'],
      own: { quick: true, update: true, runs: 3 },
    });
  });

  it.each([
    [['memory', 'merge', '--rounds', '5'], '--rounds is an option of a single benchmark'],
    [['all', '--rounds', '5'], '--rounds is an option of a single benchmark'],
    [['accuracy', '--quick', '--rounds', '5'], '--quick has its own options: leave out --rounds'],
    [['all', '--json'], '--json needs a file'],
    [['all', '--runs', '0'], '--runs must be an integer of at least 1'],
    [['all', '--runs', 'x'], '--runs must be an integer of at least 1'],
  ])('must be clear: %j', (args, message) => expect(() => splitArgs(args)).toThrow(message));
});

describe('the Node that a package requires', () => {
  it.each([
    ['>= 22.18.0', '20.20.2', false],
    ['>= 22.18.0', '22.17.9', false],
    ['>= 22.18.0', '22.18.0', true],
    ['>=18', '20.0.0', true],
    ['^20.19.0 || >=22.12.0', '21.0.0', false],
    ['^20.19.0 || >=22.12.0', '20.19.1', true],
    ['^20.19.0 || >=22.12.0', '23.0.0', true],
    ['>=18 <22', '22.0.0', false],
    ['>=18 <=20.1.0', '20.1.0', true],
    ['~20.1', '20.2.0', false],
    ['22', '22.9.1', true],
    ['22.x', '22.9.1', true],
    ['22', '20.0.0', false],
    ['*', '20.0.0', true],
    ['>= 1', undefined, false],
  ])('%s: %s %s', (range, version, expected) => expect(satisfiesNode(range, version)).toBe(expected));
});
