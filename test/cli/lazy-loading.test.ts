import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { importedWith } from '../support/imported-with.ts';

const librariesOf = (path: string) =>
  [...importedWith(new URL(`../../src/cli/${path}`, import.meta.url))].filter((name) => !name.startsWith('node:'));

describe('what a command loads', () => {
  it('is nothing for the list of commands, and almost nothing before the command is known', () => {
    expect(librariesOf('commands.ts')).toEqual([]);
    expect(librariesOf('cli.ts')).toEqual(['fastest-levenshtein']);
  });

  it.each(Object.keys(COMMANDS).filter((name) => name !== 'mock'))('is no library for the help of %s', (name) => {
    // The options of the mock endpoint are read from its schema.
    const isOfRun = name === 'run' || name === 'check';
    expect(librariesOf(isOfRun ? `../run/flags/${name}-flags.ts` : `options/${name}-flags.ts`)).toEqual([]);
    expect(librariesOf('help.ts')).toEqual([]);
  });

  it('is only the scenario parser for validate, and only the clients at the start of a run', () => {
    const reading = librariesOf('commands/validate-command.ts');
    expect(reading).toEqual(expect.arrayContaining(['yaml', 'zod']));
    const connecting = librariesOf('commands/run-command.ts').filter((name) => !reading.includes(name));
    expect(connecting.sort()).toEqual(['https-proxy-agent', 'socket.io-client']);
    expect(reading).not.toContain('hdr-histogram-js');
  });
});
