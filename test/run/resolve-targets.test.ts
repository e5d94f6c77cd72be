import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveOptions } from '../../src/cli/options/resolve-options.ts';
import type { CognigySettings } from '../../src/endpoint/protocol/cognigy/cognigy-settings.ts';
import type { Environment } from '../../src/platform/process/environment.ts';
import { RUN_FLAGS } from '../../src/run/flags/run-flags.ts';
import { neededTargets, resolveTargets } from '../../src/run/resolve-targets.ts';
import type { TargetOptions } from '../../src/run/run-options.ts';
import type { TargetEntry } from '../../src/scenario/scenario.ts';
import { tempFolder } from '../support/palaver.ts';
import { refusal } from '../support/refusal.ts';

type Entries = Record<string, TargetEntry>;
const EU: Entries = { eu: { url: 'https://eu.example.com/EUTOKEN', channel: 'voice' } };
const TWO: Entries = { ...EU, us: { url: 'https://us.example.com/USTOKEN' } };
const MOCK = { url: 'http://127.0.0.1:4000', token: 'token-of-tests' };

/** The one target that runs. */
function target(entries: Entries, options: TargetOptions = {}, env: Environment = {}, mock?: typeof MOCK) {
  const targets = resolveTargets(entries, options, env, mock && (() => mock));
  expect(targets).toHaveLength(1);
  const { name, address, protocol } = targets[0]!;
  const { channel } = protocol as CognigySettings;
  return { name, at: `${address.origin}${address.path.replace(/\/socket\.io$/, '')}`, token: address.token, channel };
}

const file = (text: string) => {
  const path = join(tempFolder(), 'token');
  writeFileSync(path, text);
  return path;
};

describe('the target of a run', () => {
  it('is that of the scenario by default', () => {
    const eu = { name: 'eu', at: 'https://eu.example.com', token: 'EUTOKEN', channel: 'voice' };
    expect(target(EU)).toEqual(eu);
  });

  it('with a bare URL has name and settings of the only target', () => {
    const moved = target(EU, { target: ['https://staging.example.com/OTHER'] });
    expect(moved).toEqual({ name: 'eu', at: 'https://staging.example.com', token: 'OTHER', channel: 'voice' });
  });

  it('does not send the token of the scenario to another host', () => {
    const entries: Entries = { eu: { url: 'https://eu.example.com', token: 'EUTOKEN' } };
    const moved = target(entries, { target: ['https://staging.example.com/OTHER'] });
    expect(moved).toMatchObject({ at: 'https://staging.example.com', token: 'OTHER' });
  });

  it('is named default if the scenario has none', () => {
    expect(target({}, { target: ['https://h.example.com/TOKEN'] }).name).toBe('default');
  });

  it('is ambiguous for a bare URL if the scenario has several', () => {
    const error = refusal(() => resolveTargets(TWO, { target: ['https://h.example.com/TOKEN'] }, {}));
    expect(error.message).toContain('eu, us');
    expect(error.hint).toContain('--target eu=URL');
  });

  it('with name=url is replaced; targets that are not named are omitted', () => {
    const us = target(TWO, { target: ['us=https://other.example.com/TOKEN'] });
    expect(us).toMatchObject({ name: 'us', at: 'https://other.example.com', token: 'TOKEN' });
    expect(target(TWO, { target: ['eu=https://other.example.com/TOKEN'] }).channel).toBe('voice');
  });

  it('with name=url of an unknown name is added', () => {
    expect(target(TWO, { target: ['ap-1=https://ap.example.com/TOKEN'] })).toMatchObject({ name: 'ap-1' });
    expect(target({}, { target: ['ap-1=https://ap.example.com/TOKEN'] })).toMatchObject({ name: 'ap-1' });
  });

  it('may have an equals sign in its URL', () => {
    expect(target({}, { target: ['https://h.example.com/a=b'] })).toMatchObject({ name: 'default', token: 'a=b' });
  });

  it('is the mock endpoint instead of all others; name and settings stay', () => {
    const flags = { mock: true, target: ['https://h.example.com/TOKEN'] };
    const atMock = { at: 'http://127.0.0.1:4000', token: 'token-of-tests' };
    expect(target(EU, flags, { PALAVER_TOKEN: 'env-token' }, MOCK)).toEqual({
      ...atMock,
      name: 'eu',
      channel: 'voice',
    });
    expect(target({}, flags, {}, MOCK)).toMatchObject({ ...atMock, name: 'default' });
  });

  it('is --target, else PALAVER_TARGET, else that of the scenario', () => {
    const env = { PALAVER_TARGET: 'https://env.example.com/ENV' };
    const at = (args: string[], variables: Environment) =>
      target(EU, resolveOptions(RUN_FLAGS, args, variables).options, variables).at;
    expect(at([], {})).toBe('https://eu.example.com');
    expect(at([], env)).toBe('https://env.example.com');
    expect(at(['-t', 'https://flag.example.com/FLAG'], env)).toBe('https://flag.example.com');
  });

  it('is missing: the error shows three ways to set one', () => {
    const error = refusal(() => resolveTargets({}, {}, {}));
    expect(error.hint).toMatch(/--target.*PALAVER_TARGET.*--mock/);
  });

  it('must have a unique name', () => {
    const urls = ['https://a.example.com/T', 'https://b.example.com/T'];
    for (const given of [urls, urls.map((url) => `eu=${url}`)]) {
      for (const entries of [EU, {}]) {
        const error = refusal(() => resolveTargets(entries, { target: given }, {}));
        expect(error.message).toMatch(/target (eu|default) is given twice in --target/);
      }
    }
  });

  it('may be one of several: those of the scenario, or those that are named', () => {
    expect(resolveTargets(TWO, {}, {}).map(({ name }) => name)).toEqual(['eu', 'us']);
    const given = ['us=https://a.example.com/T', 'ap=https://b.example.com/T'];
    expect(resolveTargets(TWO, { target: given }, {}).map(({ name }) => name)).toEqual(['us', 'ap']);
  });

  it('is named in the error of an invalid URL, without its token', () => {
    const error = refusal(() => resolveTargets({}, { target: ['ap=ftp://h.example.com/secret-token'] }, {}));
    expect(error.message).toMatch(/^target ap: /);
    expect(`${error.message} ${error.hint}`).not.toContain('secret-token');
  });
});

describe('the URL of a target in the scenario', () => {
  it.each([
    [{}, true],
    [{ mock: true }, false],
    [{ target: ['https://h.example.com/T'] }, false],
    [{ target: [] }, true],
  ])('%j: needed %s', (options, needed) => {
    expect(neededTargets(options)).toBe(needed);
  });
});

describe('the token', () => {
  const base = { target: ['https://h.example.com/sub'] };

  it('is read from a file, without the final line feed', () => {
    const at = target({}, { ...base, 'token-file': [file('  from-file\n')] });
    expect(at).toMatchObject({ token: 'from-file', at: 'https://h.example.com/sub' });
  });

  it('is that of the file, else of the scenario, else PALAVER_TOKEN, else of the URL', () => {
    const env = { PALAVER_TOKEN: 'env-token' };
    const own: Entries = { eu: { url: 'https://h.example.com/sub', token: 'own-token' } };
    const tokens = { 'token-file': [`eu=${file('file-token')}`] };
    expect(target(own, tokens, env).token).toBe('file-token');
    expect(target(own, {}, env).token).toBe('own-token');
    expect(target({}, base, env).token).toBe('env-token');
    expect(target({}, base, {}).token).toBe('sub');
    expect(target({}, base, { PALAVER_TOKEN: '' }).token).toBe('sub');
  });

  it('may be the last segment of the URL', () => {
    const both = target({}, { target: ['https://h.example.com/sub/abcd'] }, { PALAVER_TOKEN: 'abcd' });
    expect(both).toMatchObject({ token: 'abcd', at: 'https://h.example.com/sub' });
  });

  it('of a target that is not used is an error', () => {
    const error = refusal(() => resolveTargets(EU, { 'token-file': [`us=${file('t')}`] }, {}));
    expect(error.message).toContain('unknown target us');
    expect(error.hint).toContain('eu');
  });

  it('must exist and not be empty', () => {
    const empty = file(' \n');
    expect(refusal(() => resolveTargets(EU, { 'token-file': [empty] }, {})).message).toContain(`${empty} is empty`);
    const missing = refusal(() => resolveTargets(EU, { 'token-file': ['/nowhere/token'] }, {}));
    expect(missing.message).toContain('cannot read the token file /nowhere/token');
  });
});
