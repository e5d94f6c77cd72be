import { describe, expect, it } from 'vitest';
import { resolveOptions } from '../../src/cli/options/resolve-options.ts';
import { RUN_FLAGS } from '../../src/run/flags/run-flags.ts';

const resolve = (args: string, env: Record<string, string> = {}) =>
  resolveOptions(RUN_FLAGS, args.split(' ').filter(Boolean), env);

describe('options', () => {
  it('include flags, short forms and the scenario file', () => {
    const { options, positionals } = resolve('flow.yml -u 20 --duration 90s -s 10s:5 --stage 1m:50 -q');
    expect(positionals).toEqual(['flow.yml']);
    expect(options).toEqual({ vus: 20, duration: 90_000, stage: ['10s:5', '1m:50'], quiet: true });
  });

  it('with a repeatable flag do not consume the file name', () => {
    const { options, positionals } = resolve('--target https://a/b flow.yml');
    expect(options.target).toEqual(['https://a/b']);
    expect(positionals).toEqual(['flow.yml']);
  });

  it('come from the environment, and flags take precedence', () => {
    expect(resolve('', { PALAVER_VUS: '7', PALAVER_REPORT_DIR: 'out' }).options).toEqual({
      vus: 7,
      'report-dir': 'out',
    });
    expect(resolve('-u 9', { PALAVER_VUS: '7' }).options).toEqual({ vus: 9 });
    expect(resolve('', { PALAVER_QUIET: 'true', PALAVER_TARGET: 'https://a/b' }).options).toEqual({
      quiet: true,
      target: ['https://a/b'],
    });
  });

  it('include the number of workers from a flag or the environment', () => {
    expect(resolve('--workers 3', { PALAVER_WORKERS: '5' }).options).toEqual({ workers: 3 });
    expect(resolve('', { PALAVER_WORKERS: '5' }).options).toEqual({ workers: 5 });
    expect(() => resolve('', { PALAVER_WORKERS: 'all' })).toThrow(
      'PALAVER_WORKERS must be a whole number, at least 1 (got "all")',
    );
  });

  it('ignore unknown and empty variables', () => {
    expect(resolve('', { PALAVER_TYPO: '1', PALAVER_VUS: '' }).options).toEqual({});
  });

  it('read a duration without a unit as seconds', () => {
    expect(resolve('-d 30').options.duration).toBe(30_000);
  });

  it.each([
    ['--vus abc', '--vus must be a whole number, at least 1 (got "abc")'],
    ['--vus 0', '--vus must be a whole number, at least 1 (got "0")'],
    ['-u -3', '--vus must be a whole number, at least 1 (got "-3")'],
    ['--duration -5s', '--duration must be a duration such as 30s, 1500ms or 2m (got "-5s")'],
    ['--duration', '--duration needs a value'],
    ['--vus 3 --vus 4', '--vus is given twice'],
    ['--socketio 3', '--socketio must be one of auto, 4, 2 (got "3")'],
    ['--vuss 3', 'unknown option --vuss'],
    ['--workers 0', '--workers must be a whole number, at least 1 (got "0")'],
    ['--vus 3 --vus 4 -u 5', '--vus is given 3 times'],
    ['-Z', 'unknown option -Z'],
    ['--dashboard 99999', '--dashboard must be a port from 0 to 65535, such as 5665, or HOST:PORT (got "99999")'],
    [
      '--prometheus ::1:70000',
      '--prometheus must be a port from 0 to 65535, such as 9464, or HOST:PORT (got "::1:70000")',
    ],
    ['--trace 0', '--trace must be a whole number from 1 to 100 (got "0")'],
    ['--trace 101', '--trace must be a whole number from 1 to 100 (got "101")'],
    ['--baseline a --fail-on x', '--fail-on must be inconclusive (got "x")'],
  ])('reject %s', (args, message) => {
    expect(() => resolve(args)).toThrow(message);
  });

  it.each([
    ['--trace talk.yml', { trace: 1 }, ['talk.yml']],
    ['--trace 3 talk.yml', { trace: 3 }, ['talk.yml']],
    ['talk.yml --trace', { trace: 1 }, ['talk.yml']],
    ['--trace=3 talk.yml', { trace: 3 }, ['talk.yml']],
    ['--trace --vus 2 talk.yml', { trace: 1, vus: 2 }, ['talk.yml']],
  ])('take no file as the optional number of %s', (args, options, files) => {
    expect(resolve(args)).toMatchObject({ options, positionals: files });
  });

  it('name the variable of an invalid value', () => {
    expect(() => resolve('', { PALAVER_VUS: 'many' })).toThrow(
      'PALAVER_VUS must be a whole number, at least 1 (got "many")',
    );
  });

  it.each([
    ['--users 5', '--vus'],
    ['-c 5', '--vus'],
    ['--iterations 4', '--conversations'],
    ['--run-time 5s', '--duration'],
    ['--arrival-rate 5', '--rate'],
    ['--url http://a/b', '--target'],
    ['-H X:1', '--header'],
    ['-r 10', '--stage or --rate'],
    ['-R 100', '--rate'],
    ['-w 2', '--workers'],
  ])('suggest the name for what other load testers call %s', (args, ours) => {
    expect(() => resolve(args)).toThrow(expect.objectContaining({ hint: `did you mean ${ours}?` }));
  });

  it('suggest the intended name', () => {
    expect(() => resolve('--targt x')).toThrow(expect.objectContaining({ hint: 'did you mean --target?' }));
  });
});
