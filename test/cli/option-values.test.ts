import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { readOutputs } from '../../src/cli/options/outputs.ts';
import { resolveOptions } from '../../src/cli/options/resolve-options.ts';
import { RUN_FLAGS } from '../../src/run/flags/run-flags.ts';

const read = (...args: string[]) => resolveOptions(RUN_FLAGS, args, {}).options;

describe('the value of a boolean option', () => {
  it.each([
    ['--mock=yes', true],
    ['--mock=1', true],
    ['--mock=off', false],
    ['--mock', true],
  ])('is parsed: %s', (word, mock) => {
    expect(read(word).mock).toBe(mock);
  });

  it('is rejected if invalid, also after the short name', () => {
    expect(() => read('--mock=maybe')).toThrow('--mock must be true or false (got "maybe")');
    expect(() => read('-q=maybe')).toThrow('--quiet must be true or false (got "maybe")');
  });
});

describe('names of Object.prototype', () => {
  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])('are unknown options: --%s', (name) => {
    expect(() => read(`--${name}`, 'x')).toThrow(`unknown option --${name}`);
  });
});

describe('a connect timeout of zero', () => {
  it('is rejected', () => {
    expect(() => read('--connect-timeout', '0')).toThrow(
      '--connect-timeout must be a duration greater than 0, such as 20s (got "0")',
    );
  });
});

describe('an output that cannot be a file', () => {
  it('is rejected before the load', () => {
    const folder = mkdtempSync(`${tmpdir()}/palaver-test-`);
    expect(() => readOutputs({ out: ['json='] }, folder)).toThrow('--out has no file');
    expect(() => readOutputs({ out: ['json=.'] }, folder)).toThrow('--out: . is a folder');
    expect(() => readOutputs({ 'summary-export': folder }, '/')).toThrow(`--summary-export: ${folder} is a folder`);
  });
});
