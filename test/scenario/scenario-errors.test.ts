import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KnownError } from '../../src/platform/known-error.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { expectGolden } from '../support/golden.ts';

const FOLDER = 'test/golden/scenario-errors';
const ENV = { USERS: 'ten', LENGTH: '30 sec', LIMIT: 'first_output p(95) < fast' };

describe('the errors of a scenario file, all at once with their positions:', () => {
  it.each(readdirSync(FOLDER).filter((name) => name.endsWith('.yml')))('%s', (name) => {
    const text = readFileSync(`${FOLDER}/${name}`, 'utf8');
    let message = '';
    try {
      loadScenario(text, `${FOLDER}/${name}`, { env: ENV, needTargets: true });
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(KnownError);
      expect(thrown).toMatchObject({ exit: 'invalid' });
      message = (thrown as KnownError).message.replaceAll(`${FOLDER}/`, '');
    }
    expect(message).not.toBe('');
    expectGolden(`scenario-errors/${name.replace('.yml', '.txt')}`, `${message}\n`);
  });
});
