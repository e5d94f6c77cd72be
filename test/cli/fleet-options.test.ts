import { describe, expect, it } from 'vitest';
import { checkFleetOptions } from '../../src/cli/options/fleet-options.ts';
import { resolveOptions } from '../../src/cli/options/resolve-options.ts';
import { RUN_FLAGS } from '../../src/run/flags/run-flags.ts';
import { refusal } from '../support/refusal.ts';

const check = (words: string, env: Record<string, string> = {}) =>
  checkFleetOptions(resolveOptions(RUN_FLAGS, words.split(' '), env), env);

describe('the options of a run on a fleet', () => {
  it.each([
    ['--mock', '--mock cannot be combined with --fleet', 'start palaver mock where all agents can reach it'],
    ['--shard 1/2 --start-at x', '--shard cannot be combined with --fleet', '--agents N'],
    [
      '--out turns=out/t.jsonl',
      '--out turns= must have a file name without a folder on a fleet (got "out/t.jsonl")',
      'RUN-shard-1-of-2-NAME',
    ],
    ['--out turns=-', '--out turns= must have a file name without a folder on a fleet (got "-")', 'turns.jsonl'],
    ['--place eu', '--place must be NAME=N, each name once (got "eu")', 'eu-west=3'],
    ['--place eu=1 --agents 2', '--agents cannot be combined with --place', '--place NAME=N'],
    [
      '--ca a.pem',
      '--ca cannot be combined with --fleet without --fleet-key-file',
      'set PALAVER_CA here and on each agent',
    ],
    ['--proxy http://p', '--proxy cannot be combined with --fleet without --fleet-key-file', 'PALAVER_PROXY'],
    ['--resolve a=1.1.1.1', '--resolve cannot be combined with --fleet without --fleet-key-file', 'PALAVER_RESOLVE'],
    [
      '--local-address ::1 --fleet-key-file k',
      '--local-address cannot be combined with --fleet',
      'PALAVER_LOCAL_ADDRESS',
    ],
  ])('refuse %s', (words, message, hint) => {
    const error = refusal(() => check(`--fleet nats://a ${words}`));
    expect([error.message, error.hint, error.exit]).toEqual([message, expect.stringContaining(hint), 'invalid']);
  });

  it('refuse an address that is none', () => {
    expect(refusal(() => check('--fleet http://a')).message).toContain('the value of --fleet');
  });

  it.each([
    ['--fleet nats://a --dashboard --prometheus --keep-texts --quiet --out turns=t.jsonl.gz --baseline r', {}],
    ['--fleet nats://a --ca a.pem --proxy http://p --token-file t --fleet-key-file k', {}],
    ['--fleet nats://a', { PALAVER_CA: 'a.pem', PALAVER_LOCAL_ADDRESS: '::1' }],
    ['--mock --out turns=t.jsonl', {}],
  ])('allow %s %s', (words, env) => {
    expect(() => check(words, env)).not.toThrow();
  });
});
