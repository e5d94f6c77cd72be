import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KnownError } from '../../src/platform/known-error.ts';
import type { Machine } from '../../src/platform/system-deps.ts';
import { quoteCalibration } from '../../src/run/conduct/quote-calibration.ts';
import { calibrationPath, knownCalibration, storeCalibration } from '../../src/run/stored-calibration.ts';
import { tempFolder } from '../support/palaver.ts';
import { sampleCalibration } from '../support/sample-calibration.ts';
import { TestSystem } from '../support/test-system.ts';

/** A machine with an empty cache. */
const here = (machine: Partial<Machine> = {}, cache = tempFolder()) => {
  const system = new TestSystem({ XDG_CACHE_HOME: cache });
  return { env: system.env, home: system.home, machine: { ...system.machine, ...machine } };
};

describe('the path of the calibration file', () => {
  it.each([
    ['/caches', '/caches/palaver/calibration.json'],
    [undefined, '/home/her/.cache/palaver/calibration.json'],
    ['', '/home/her/.cache/palaver/calibration.json'],
    ['caches', '/home/her/.cache/palaver/calibration.json'],
  ])('with XDG_CACHE_HOME=%s is %s', (XDG_CACHE_HOME, path) => {
    expect(calibrationPath({ env: { XDG_CACHE_HOME }, home: '/home/her' })).toBe(path);
  });
});

describe('a stored calibration', () => {
  it('applies to the same machine, also with another minor version of Node', () => {
    const cache = tempFolder();
    storeCalibration(sampleCalibration(), here({}, cache));
    expect(knownCalibration(here({}, cache))).toEqual(sampleCalibration());
    expect(knownCalibration(here({ node: 'v20.99.1' }, cache))).toEqual(sampleCalibration());
  });

  it.each([{ host: 'there' }, { cpuModel: 'other' }, { cpus: 64 }, { node: 'v22.20.0' }])(
    'does not apply to a machine with %j',
    (other) => {
      const cache = tempFolder();
      storeCalibration(sampleCalibration(), here({}, cache));
      expect(knownCalibration(here(other, cache))).toBeUndefined();
    },
  );

  it.each([
    ['is not there', undefined],
    ['is no JSON', '{ "version": '],
    ['is something else', '{ "version": "1.0.0" }'],
    ['has another major version', JSON.stringify({ ...sampleCalibration(), version: '4.0.0' })],
  ])('is ignored if the file %s', (_what, text) => {
    const system = here();
    const path = calibrationPath(system);
    mkdirSync(dirname(path), { recursive: true });
    if (text !== undefined) writeFileSync(path, text);
    expect(knownCalibration(system)).toBeUndefined();
  });

  it('cannot be stored if a file is in the way, with the variable to set', () => {
    const file = join(tempFolder(), 'file');
    writeFileSync(file, '');
    chmodSync(file, 0o600);
    const system = here({}, file);
    expect(() => storeCalibration(sampleCalibration(), system)).toThrow(KnownError);
    expect(knownCalibration(system)).toBeUndefined();
  });
});

describe('the quote of a calibration', () => {
  it('uses the endpoint with varying response times', () => {
    expect(quoteCalibration(sampleCalibration())).toEqual({
      calibratedAt: '2026-01-29T14:25:00.000Z',
      palaver: '0.1.0',
      delay: 'lognormal 60ms 0.4',
      turnsPerSecond: 1000,
      vus: 500,
      p99: { errorMs: 0.9, uncertaintyMs: 0.1 },
      cpuPerTurnUs: 200,
      maxRate: { withinMs: 1, turnsPerSecond: 4100 },
    });
  });

  it('omits a limit that was not found or searched', () => {
    const { limits, ...quick } = sampleCalibration();
    const none = { ...quick, limits: { ...limits!, turnsPerSecond: { failed: 125 } } };
    expect(quoteCalibration(quick)).not.toHaveProperty('maxRate');
    expect(quoteCalibration(none)).not.toHaveProperty('maxRate');
  });
});
