import { expect, it } from 'vitest';
import { hashedText } from '../../src/endpoint/wire-value.ts';

it('describes a text that is not shown by its length and hash', () => {
  expect(hashedText('a')).toMatch(/^1 character \(#[\da-f]{8}\)$/);
  expect(hashedText('a'.repeat(500_000))).toMatch(/^500,000 characters \(#[\da-f]{8}\)$/);
});
