import { expect, it } from 'vitest';
import { resolveOptions } from '../../src/cli/options/resolve-options.ts';
import { noteWithoutEffect } from '../../src/cli/options/without-effect.ts';
import { RUN_FLAGS } from '../../src/run/flags/run-flags.ts';

it.each([
  ['--mock --target http://a/b', {}, 'note: --mock replaces --target\n'],
  ['--mock --token-file none', {}, 'note: --token-file has no effect with --mock\n'],
  ['--mock', { PALAVER_TOKEN_FILE: 'token' }, ''],
  [
    '--gate turn --margin 5%',
    {},
    'note: --margin has no effect without --baseline\nnote: --gate has no effect without --baseline\n',
  ],
  ['--gate turn --share-margin 1% --fail-on inconclusive --baseline r', {}, ''],
  ['--share-margin 1%', { PALAVER_BASELINE: 'r' }, ''],
  ['', { PALAVER_MARGIN: '5%' }, ''],
  ['--agents 2', {}, 'note: --agents has no effect without --fleet\n'],
  ['--lease 10s --fleet nats://a', {}, ''],
  ['--wait 10s', { PALAVER_FLEET: 'nats://a' }, ''],
])('%s prints a note for each option without effect', (args, env, notes) => {
  const said: string[] = [];
  const stderr = { write: (text: string) => said.push(text) };
  noteWithoutEffect(resolveOptions(RUN_FLAGS, args.split(' ').filter(Boolean), env), { stderr } as never);
  expect(said.join('')).toBe(notes);
});
