import { describe, expect, it } from 'vitest';
import { hideSecrets, SecretSet } from '../../src/platform/secret-set.ts';

const setOf = (...secrets: string[]) => {
  const set = new SecretSet();
  for (const secret of secrets) set.add(secret);
  return set;
};
const hidden = (set: SecretSet, text: string) => hideSecrets(text, [set], () => '#');

describe('a set of secrets', () => {
  it('hides each where it occurs, as often as it does', () => {
    const set = setOf('tok-ann', 'tok-bob');
    expect(hidden(set, 'tok-ann, tok-bob and Bearer tok-ann.')).toBe('#, # and Bearer #.');
    expect(hidden(set, 'tok-cid and tok-')).toBe('tok-cid and tok-');
    expect(hidden(setOf(), 'tok-ann')).toBe('tok-ann');
  });

  it('hides the longest of those that begin at a place', () => {
    for (const order of [
      ['secret', 'secret-and-more'],
      ['secret-and-more', 'secret'],
    ])
      expect(hidden(setOf(...order), 'a secret-and-more, a secret.')).toBe('a #, a #.');
  });

  it.each([
    ['percent-encoded', 'q=a%2Fb%2Bc%3D1&r'],
    ['percent-encoded in small letters', 'q=a%2fb%2bc%3d1&r'],
    ['as it is', 'q=a/b+c=1&r'],
    ['in Base64', `q=${Buffer.from('a/b+c=1').toString('base64url')}&r`],
  ])('hides them %s', (_how, text) => {
    expect(hidden(setOf('a/b+c=1'), text)).toBe('q=#&r');
  });

  it('hides them in JSON', () => {
    const secret = 'pa"ss\\wö\nrd';
    expect(hidden(setOf(secret), `${secret} ${JSON.stringify({ token: `x${secret}y` })}`)).toBe('# {"token":"x#y"}');
  });

  it('hides those that hold escapes themselves', () => {
    expect(hidden(setOf('key%2fpart'), 'key%2fpart key%2Fpart')).toBe('# #');
  });

  it('hides Base64 of a text that holds one, as of Basic credentials', () => {
    const basic = Buffer.from('ann:tok-ann-1').toString('base64');
    expect(hidden(setOf('tok-ann-1'), `Basic ${basic}`)).toMatch(/^Basic #=*$/);
    expect(hidden(setOf('tok-ann-1'), 'restaurant Reservierung')).toBe('restaurant Reservierung');
  });

  it('passes what is shown to the hint', () => {
    expect(hideSecrets('<tok-ann>', [setOf('tok-ann')], (secret) => `[${secret.length}]`)).toBe('<[7]>');
  });

  it('ignores values of fewer than four characters', () => {
    expect(hidden(setOf('abc', '', 'ä/b'), 'abc ä/b %C3%A4%2Fb')).toBe('abc ä/b %C3%A4%2Fb');
  });

  it('finds one of 100,000 with the same beginning without trying them all', () => {
    const set = new SecretSet();
    for (let user = 0; user < 100_000; user += 1) set.add(`token-of-user-${user}`);
    let asked = 0;
    const text = 'a reply to token-of-user-99999 and token-of-user-x; token'.repeat(20);
    const shown = hideSecrets(text, [set], () => {
      asked += 1;
      return '#';
    });
    expect(shown).toBe('a reply to # and token-of-user-x; token'.repeat(20));
    expect(asked).toBe(20);
  });
});
