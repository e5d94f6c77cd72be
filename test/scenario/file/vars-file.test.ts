import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KnownError } from '../../../src/platform/known-error.ts';
import { readVarsFile } from '../../../src/scenario/file/vars-file.ts';

describe('a file of variables', () => {
  it('is in the format of dotenv', () => {
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

  it('that is not there is named', () => {
    expect(() => readVarsFile('/nowhere/load.env')).toThrow(KnownError);
    expect(() => readVarsFile('/nowhere/load.env')).toThrow(/variables file \/nowhere\/load\.env: no such file/);
  });
});
