import { describe, expect, it } from 'vitest';
import {
  excerpt,
  hintOf,
  redact,
  rememberForNow,
  rememberSecret,
  rememberSecrets,
  shortHash,
} from '../../src/platform/redact.ts';

describe('a secret', () => {
  it('is hidden everywhere, also percent-encoded', () => {
    const secret = 'tøken/with=signs & more';
    rememberSecret(secret);
    const text = `a ${secret} b?urlToken=${encodeURIComponent(secret)}&x=${secret}`;
    const shown = redact(text);
    expect(shown).toBe(`a ${hintOf(secret)} b?urlToken=${hintOf(secret)}&x=${hintOf(secret)}`);
  });

  it('is hidden completely even if another secret is its prefix, in any order', () => {
    rememberSecret('prefix-secret');
    rememberSecret('prefix-secret-and-its-end');
    expect(redact('prefix-secret-and-its-end')).toBe(hintOf('prefix-secret-and-its-end'));
    expect(redact('prefix-secret')).toBe(hintOf('prefix-secret'));
  });

  it('shows four hex digits of a hash to distinguish secrets', () => {
    expect(hintOf('first secret')).toMatch(/^…[0-9a-f]{4}$/);
    expect(hintOf('first secret')).not.toBe(hintOf('second secret'));
    expect(shortHash('text', 8)).toBe(shortHash('text', 64).slice(0, 8));
  });

  it('is hidden in every form in which a server may repeat it', () => {
    const secret = 'CANARY/SLASH+1?';
    rememberSecret(secret);
    const base64 = Buffer.from(secret).toString('base64');
    const url = Buffer.from(secret).toString('base64url');
    for (const form of [secret, 'CANARY%2FSLASH%2B1%3F', 'CANARY%2fSLASH%2b1%3f', 'CANARY%2FSLASH%2b1%3f', base64, url])
      expect(redact(`<${form}>`)).toMatch(/^<…[0-9a-f]{4}=*>$/);
  });

  it('is hidden in JSON', () => {
    const secret = 'quo"ted\\secret';
    rememberSecret(secret);
    expect(redact(JSON.stringify({ said: secret }))).toBe(`{"said":"${hintOf(secret)}"}`);
  });

  it('that is percent-encoded is hidden decoded, too', () => {
    rememberSecret('KEY%2fpart%20two');
    for (const form of ['KEY%2fpart%20two', 'KEY%2Fpart%20two', 'KEY/part two'])
      expect(redact(form)).toBe(hintOf('KEY%2fpart%20two'));
  });

  it('includes the password of Basic credentials', () => {
    rememberSecret(Buffer.from('someone:opensesame').toString('base64'));
    expect(redact('someone said opensesame')).toBe(`someone said ${hintOf('opensesame')}`);
  });

  it('may be malformed UTF-16', () => {
    rememberSecret('\ud800lone');
    expect(redact('x \ud800lone')).toBe(`x ${hintOf('\ud800lone')}`);
  });

  it('needs at least four characters: shorter ones occur in ordinary words', () => {
    rememberSecret('abc');
    rememberSecret('');
    expect(redact('the abc of it')).toBe('the abc of it');
  });

  it('may contain special characters of regular expressions and replacements', () => {
    rememberSecret('$&.*(secret)');
    expect(redact('x $&.*(secret) y')).toBe(`x ${hintOf('$&.*(secret)')} y`);
  });
});

describe('an excerpt', () => {
  it('has one line', () => {
    expect(excerpt('  one\n two\t\tthree ')).toBe('one two three');
  });

  it('is truncated with an ellipsis if too long', () => {
    expect(excerpt('x'.repeat(160))).toBe('x'.repeat(160));
    expect(excerpt('x'.repeat(161))).toBe(`${'x'.repeat(159)}…`);
    expect(excerpt('abcdef', 3)).toBe('ab…');
  });

  it('hides secrets before truncating, so that no part of one remains', () => {
    rememberSecret('long-secret-at-the-edge');
    expect(excerpt(`${'x'.repeat(10)} long-secret-at-the-edge`, 20)).toBe(
      `${'x'.repeat(10)} ${hintOf('long-secret-at-the-edge')}`,
    );
  });
});

describe('the secrets of users', () => {
  it('are hidden like others, with the hint of each', () => {
    rememberSecrets(['tok-of-ann', 'tok-of-bob']);
    expect(redact('Bearer tok-of-ann, tok-of-bob')).toBe(`Bearer ${hintOf('tok-of-ann')}, ${hintOf('tok-of-bob')}`);
  });

  it('are hidden completely, also one that came up during the run and contains another', () => {
    rememberSecrets(['token-of-setup']);
    rememberForNow('v2.token-of-setup.more');
    expect(redact('v2.token-of-setup.more token-of-setup')).toBe(
      `${hintOf('v2.token-of-setup.more')} ${hintOf('token-of-setup')}`,
    );
  });

  it('that came up during the run are remembered for a while', () => {
    for (let number = 0; number < 15_000; number += 1) rememberForNow(`passing-secret-${number}`);
    expect(redact('passing-secret-14999 passing-secret-5001')).toBe(
      `${hintOf('passing-secret-14999')} ${hintOf('passing-secret-5001')}`,
    );
    for (let number = 0; number < 10_000; number += 1) rememberForNow(`later-secret-${number}`);
    expect(redact('passing-secret-1')).toBe('passing-secret-1');
  });
});
