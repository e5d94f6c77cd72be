import { describe, expect, it } from 'vitest';
import { inLibraryTerms } from '../../src/library/in-library-terms.ts';
import { RUN_OPTIONS } from '../../src/library/option-tables.ts';
import { readOptions } from '../../src/library/read-options.ts';
import { KnownError } from '../../src/platform/known-error.ts';
import { refusal } from '../support/refusal.ts';

const read = (options: Record<string, unknown>) => readOptions(RUN_OPTIONS, options);

describe('options of the library', () => {
  it('are those of the command line, by their names in camel case', () => {
    expect(read({ vus: 20, duration: '1m', gracefulStop: 5, rate: '60/min', mock: true, noThresholds: false })).toEqual(
      {
        vus: 20,
        duration: 60_000,
        'graceful-stop': 5000,
        rate: 1,
        mock: true,
        'no-thresholds': false,
      },
    );
  });

  it('may be lists, and objects in place of pairs', () => {
    const options = { stage: ['30s:50', '1m:0'], target: { eu: 'https://a/T' }, header: { 'X-A': 'b' }, tag: { n: 4 } };
    expect(read(options)).toEqual({
      stage: ['30s:50', '1m:0'],
      target: ['eu=https://a/T'],
      header: ['X-A: b'],
      tag: ['n=4'],
    });
    expect(read({ target: 'https://a/T' })).toEqual({ target: ['https://a/T'] });
  });

  it('that are undefined are not given', () => {
    expect(read({ vus: undefined, tag: { a: undefined } })).toEqual({ tag: [] });
  });

  it.each([
    [{ vus: 0 }, 'vus must be a whole number, at least 1 (got "0")', undefined],
    [{ duration: 'soon' }, 'duration must be a duration such as 30s, 1500ms or 2m (got "soon")', undefined],
    [{ vus: [1] }, 'vus must be a string, a number or a boolean (got a list)', undefined],
    [{ name: { a: 1 } }, 'name must be a string, a number or a boolean (got an object)', undefined],
    [{ vus: null }, 'vus must be a string, a number or a boolean (got null)', undefined],
    [{ tag: { a: () => 1 } }, 'tag.a must be a string, a number or a boolean (got a function)', undefined],
    [{ reportDirs: 'x' }, 'unknown option reportDirs', 'did you mean reportDir?'],
    [{ 'report-dir': 'x' }, 'unknown option report-dir', 'did you mean reportDir?'],
    [{ dashboard: '5665' }, 'unknown option dashboard', expect.stringContaining('options: allowOutside, ca, ')],
    [{ constructor: 'x' }, 'unknown option constructor', expect.anything()],
  ])('refuses %o', (options, message, hint) => {
    expect(refusal(() => read(options))).toMatchObject({ message, hint, exitCode: 104 });
  });
});

describe('errors of the library', () => {
  const flags = Object.keys(RUN_OPTIONS);

  it('name options as the library does, and keep their exit code', () => {
    const cause = new KnownError('--max-vus needs --rate', {
      hint: 'see --help; use --graceful-stop 5s',
      exit: 'budget',
    });
    expect(inLibraryTerms(cause, flags)).toMatchObject({
      name: 'KnownError',
      message: 'maxVus needs rate',
      hint: 'see --help; use gracefulStop 5s',
      exit: 'budget',
      exitCode: 113,
      cause,
    });
  });

  it('that are bugs stay as they are', () => {
    const bug = new TypeError('--vus');
    expect(inLibraryTerms(bug, flags)).toBe(bug);
  });
});
