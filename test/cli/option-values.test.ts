import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { AGENT_FLAGS } from '../../src/cli/options/agent-flags.ts';
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

describe('the name or place of an agent', () => {
  it.each(['eu-west', 'eu.west_1', 'a'.repeat(63)])('can be %s', (text) => {
    const { options } = resolveOptions(AGENT_FLAGS, ['--name', text, '--place', text], {});
    expect([options.name, options.place]).toEqual([text, text]);
  });

  it.each(['eu west', 'eu=1', '"', 'ü', '\u001b[2J', 'a'.repeat(64)])('cannot be %j', (text) => {
    for (const flag of ['--name', '--place'])
      expect(() => resolveOptions(AGENT_FLAGS, [`${flag}=${text}`], {})).toThrow(
        `${flag} must be a name of at most 63`,
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
