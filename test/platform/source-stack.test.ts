import { expect, it } from 'vitest';
import { sourceStack } from '../../src/platform/files/source-stack.ts';

it('leaves a stack unchanged if a file has no source map', () => {
  const error = new Error('made up');
  error.stack = 'Error: made up\n    at f (file:///nowhere/dist/a.js:1:2)\n    at node:internal/main:3:4';
  expect(sourceStack(error)).toBe(error.stack);
});

it('returns no stack for a value that is not an error', () => {
  expect(sourceStack('made up')).toBeUndefined();
  expect(sourceStack(undefined)).toBeUndefined();
});
