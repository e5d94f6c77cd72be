import { describe, expect, it } from 'vitest';
import { refuseNodeOptions } from '../../src/cli/options/node-options.ts';
import { refusal } from '../support/refusal.ts';

describe('an option that Node reads behind the script', () => {
  it.each([
    ['--env-file=x.env'],
    ['run', 'talk.yml', '--env-file', 'x.env'],
    ['run', '--say', '--env-file-if-exists=x.env'],
    ['--experimental-default-config-file', 'run'],
  ])('is refused wherever it stands: %s %s', (...words) => {
    const { message, hint, exit } = refusal(() => refuseNodeOptions(words));
    expect(message).toMatch(/^--(env|experimental-default-config)-file(-if-exists)? is an option of Node\.js/);
    expect([hint, exit]).toEqual(['for variables of a scenario use --vars FILE', 'invalid']);
  });

  it.each([
    ['run', '--env', 'FILE=x'],
    ['run', '--vars=x.env'],
    ['run', '--', '--env-file=x.env'],
    ['run', 'env-file', '--env-files=x'],
  ])('is no other: %s %s', (...words) => {
    expect(() => refuseNodeOptions(words)).not.toThrow();
  });
});
