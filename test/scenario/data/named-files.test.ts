import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesIn } from '../../../src/scenario/data/named-files.ts';
import { tempFolder } from '../../support/palaver.ts';
import { refusal } from '../../support/refusal.ts';

describe('files named in a scenario', () => {
  const base = tempFolder();
  const folder = join(base, 'scenario');
  mkdirSync(join(folder, 'below'), { recursive: true });
  mkdirSync(join(base, 'scenario-other'));
  for (const file of ['outside.csv', 'scenario/in.csv', 'scenario/below/in.csv', 'scenario/..dots.csv'])
    writeFileSync(join(base, file), 'a\n1\n');
  symlinkSync(join(base, 'outside.csv'), join(folder, 'link.csv'));
  symlinkSync(folder, join(base, 'linked'));

  it.each(['in.csv', 'below/in.csv', 'below/../in.csv', '..dots.csv', join(folder, 'in.csv'), 'gone.csv'])(
    'may be in its folder and sub-folders: %s',
    (file) => {
      expect(filesIn(folder)(file, 'feed')).toContain('.csv');
      expect(filesIn(join(base, 'linked'))(file, 'feed')).toContain('.csv');
    },
  );

  it.each(['../outside.csv', join(base, 'outside.csv'), 'link.csv', '../gone.csv', '../scenario-other/x.csv'])(
    'are rejected in other folders: %s',
    (file) => {
      const error = refusal(() => filesIn(folder)(file, 'feed'));
      expect(error.message).toBe(`the feed ${file} is outside the scenario's folder`);
      expect(error.hint).toContain('--allow-outside');
      expect(filesIn(folder, true)(file, 'feed')).toContain('.csv');
    },
  );
});
