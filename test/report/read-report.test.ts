import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readRun } from '../../src/report/read-report.ts';
import { tempFolder } from '../support/palaver.ts';
import { refusal } from '../support/refusal.ts';

it('a folder of runs instead of one run is rejected with the name of a run', () => {
  const folder = tempFolder();
  mkdirSync(join(folder, 'plv-1'));
  writeFileSync(join(folder, 'plv-1', 'report.json'), '{}');
  expect(refusal(() => readRun(folder))).toMatchObject({
    message: `${folder} has no report.json`,
    hint: `name the folder of one run, such as ${join(folder, 'plv-1')}`,
  });
});
