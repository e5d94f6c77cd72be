import { describe, expect, it } from 'vitest';
import { refuseNodeOptions } from '../../src/cli/options/node-options.ts';
import { refusal } from '../support/refusal.ts';

describe('an option of Node after the script name', () => {
  it.each([
    ['--env-file=x.env'],
    ['run', 'talk.yml', '--env-file', 'x.env'],
    ['run', '--say', '--env-file-if-exists=x.env'],
    ['--experimental-default-config-file', 'run'],
  ])('is rejected in any position: %s %s', (...words) => {
    const { message, hint, exit } = refusal(() => refuseNodeOptions(words));
    expect(message).toMatch(/^--(env|experimental-default-config)-file(-if-exists)? is an option of Node\.js/);
    expect([hint, exit]).toEqual(['for variables of a scenario use --vars FILE', 'invalid']);
  });

  it.each([
    ['run', '--env', 'FILE=x'],
    ['run', '--vars=x.env'],
    ['run', '--', '--env-file=x.env'],
    ['run', 'env-file', '--env-files=x'],
  ])('is not confused with another: %s %s', (...words) => {
    expect(() => refuseNodeOptions(words)).not.toThrow();
  });
});
