import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KnownError } from '../../../src/platform/known-error.ts';
import { readVarsFile } from '../../../src/scenario/vars-file.ts';

describe('a file of variables', () => {
  it('has the dotenv format', () => {
    const folder = mkdtempSync(join(tmpdir(), 'palaver-env-'));
    try {
      const file = join(folder, 'load.env');
      writeFileSync(
        file,
        '# endpoints\nEU=http://127.0.0.1:1/token # mine\nexport NAME="two words"\nEMPTY=\n\nQUOTED=\'a # b\'\n',
      );
      expect(readVarsFile(file)).toEqual({
        EU: 'http://127.0.0.1:1/token',
        NAME: 'two words',
        EMPTY: '',
        QUOTED: 'a # b',
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    ['A=1\nno value here\n', 2],
    ['A="one\ntwo"\nB=\'x\'\n\nlost\n', 5],
    ['A=1\r\nlost\r\n', 2],
    ['=1\n', 1],
    ['{ "A": 1 }\n', 1],
  ])('with a line other than KEY=VALUE is rejected: %j', (text, line) => {
    const folder = mkdtempSync(join(tmpdir(), 'palaver-env-'));
    try {
      const file = join(folder, 'load.env');
      writeFileSync(file, text);
      expect(() => readVarsFile(file)).toThrow(`load.env:${line} is not KEY=VALUE`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('may have comments, Windows line ends and multi-line values', () => {
    const folder = mkdtempSync(join(tmpdir(), 'palaver-env-'));
    try {
      const file = join(folder, 'load.env');
      writeFileSync(file, '  # note\r\nA = 1\r\nB="one\r\n= two"\r\n\r\nC=it\'s # fine\r\n');
      expect(Object.keys(readVarsFile(file))).toEqual(['A', 'B', 'C']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('that is missing is named in the error', () => {
    expect(() => readVarsFile('/nowhere/load.env')).toThrow(KnownError);
    expect(() => readVarsFile('/nowhere/load.env')).toThrow(/variables file \/nowhere\/load\.env: no such file/);
  });
});
