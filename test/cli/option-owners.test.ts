import { describe, expect, it } from 'vitest';
import { misspeltVariables, withOwners } from '../../src/cli/option-owners.ts';
import { CAPACITY_FLAGS } from '../../src/cli/options/capacity-flags.ts';
import { resolveOptions } from '../../src/cli/options/resolve-options.ts';
import { refusal } from '../support/refusal.ts';

describe('an unknown option', () => {
  it.each([
    ['--duration 5s', '--duration is an option of run and validate; see palaver capacity --help'],
    ['--nothing-like-it', 'see palaver capacity --help'],
    ['--objectiv x', 'did you mean --objective?'],
  ])('%s is explained with the commands that have it', async (args, hint) => {
    const error = refusal(() => resolveOptions(CAPACITY_FLAGS, args.split(' '), {}));
    expect(await withOwners(error, 'capacity')).toMatchObject({ message: error.message, hint });
  });
});

describe('a variable that begins with PALAVER_', () => {
  it('is reported if it is probably a misspelt option', async () => {
    expect(await misspeltVariables({ PALAVER_VUSS: '3', PALAVER_REPORTDIR: 'out' })).toEqual([
      'PALAVER_VUSS is not an option of palaver; did you mean PALAVER_VUS?',
      'PALAVER_REPORTDIR is not an option of palaver; did you mean PALAVER_REPORT_DIR?',
    ]);
  });

  it('is not reported if it is an option of any command, the token, or unlike every option', async () => {
    const env = { PALAVER_VUS: '3', PALAVER_OBJECTIVE: 'x', PALAVER_TOKEN: 't', PALAVER_OUR_EU_HOST: 'h', VUSS: '1' };
    expect(await misspeltVariables(env)).toEqual([]);
  });
});
