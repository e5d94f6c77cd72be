import { basename, dirname, join, resolve } from 'node:path';
import { isThere, writeFileAtomic } from '../../platform/files/files.ts';
import { KnownError } from '../../platform/known-error.ts';
import type { Command } from '../command.ts';
import { INIT_FLAGS } from '../options/init-flags.ts';
import { onlyPositional } from '../options/positionals.ts';
import { resolveOptions } from '../options/resolve-options.ts';
import { schemaPlace } from '../schema-line.ts';
import { starterScenario } from '../starter-scenario.ts';

/** `palaver init [FILE]`: writes a commented starter scenario and prints the next commands. */
export const initCommand: Command = {
  async run(system, args) {
    const { options, positionals } = resolveOptions(INIT_FLAGS, args, system.env);
    const file = onlyPositional(positionals, 'file to write') ?? 'palaver.yml';
    if (!/\.ya?ml$/i.test(file)) {
      throw new KnownError(`${file} is not a valid name for a scenario`, { hint: 'use a name that ends in .yml' });
    }
    const path = resolve(system.cwd, file);
    if (isThere(path) && !options.force) {
      throw new KnownError(`${file} already exists`, { hint: 'choose another name, or use --force to overwrite it' });
    }
    const schema = schemaPlace(path);
    writeFileAtomic(path, starterScenario(schema.reference, file), 'choose a writable folder');
    schema.provide();
    const made = [file, ...(schema.makes === undefined ? [] : [join(dirname(file), basename(schema.makes))])];
    system.stderr.write(`wrote ${made.join(' and, for your editor, ')}; next:\n`);
    system.stdout.write(
      `npx palaver run ${file} --mock\nnpx palaver run ${file} --target https://host/TOKEN --vus 1 --conversations 1\n`,
    );
    return 0;
  },
};
