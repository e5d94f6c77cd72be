import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';

const GOLDEN_FOLDER = new URL('../golden', import.meta.url).pathname;

/**
 * Compares a text with the one kept in `test/golden/<path>`.
 * `UPDATE_GOLDEN=1` writes what it is given instead; look at the difference before committing it.
 */
export function expectGolden(path: string, actual: string): void {
  const file = join(GOLDEN_FOLDER, path);
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, actual);
    return;
  }
  if (!existsSync(file)) expect.fail(`${file} does not exist; make it with UPDATE_GOLDEN=1`);
  expect(actual).toBe(readFileSync(file, 'utf8'));
}
