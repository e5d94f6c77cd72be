import { expect, it } from 'vitest';
import { redact } from '../../../src/platform/redact.ts';
import { rememberUserSecrets, secretNames, textsOfSecret } from '../../../src/scenario/data/user-secrets.ts';
import type { Feed } from '../../../src/scenario/scenario.ts';
import { conversationOf, sayStep } from '../../support/drive-machine.ts';
import { settledEndpoint } from '../../support/settled-endpoint.ts';

const feed: Feed = {
  file: 'users.json',
  order: 'unique',
  whenEmpty: 'stop',
  columns: ['user', 'pin', 'token', 'keys'],
  rows: [
    { user: 'user-of-row-1', pin: 847_291, token: 'token-of-row-1', keys: { a: ['key-of-row-1'], b: null } },
    { user: 'user-of-row-2', pin: 847_292, token: 'tok-2', keys: [] },
  ],
};
const target = settledEndpoint('http://127.0.0.1:1/token-of-secrets', {
  headers: { Authorization: 'Bearer {{token}}' },
  query: { tenant: 'fixed' },
  channel: '{{user}}',
});

it('columns in secrets, and those that headers and query use, are secrets', () => {
  expect([...secretNames({ secrets: ['pin', 'keys'] }, [target])]).toEqual([
    ['token', 8],
    ['pin', 0],
    ['keys', 0],
  ]);
  expect(secretNames({}, []).size).toBe(0);
});

it('their values are hidden in all rows, others are not', () => {
  const conversations = [conversationOf('c', [sayStep()], { feed })];
  const all = 'user-of-row-1 847291 token-of-row-1 key-of-row-1 847292 tok-2';
  expect(redact(all)).toBe(all);
  rememberUserSecrets({ conversations, secrets: ['pin', 'keys'] }, [target]);
  expect(redact(all)).toMatch(/^user-of-row-1 …\w{4} …\w{4} …\w{4} …\w{4} tok-2$/);
});

it('the texts and numbers in a value', () => {
  expect(textsOfSecret({ a: ['long enough', 'short'], b: null, c: 12_345_678 }, 8)).toEqual([
    'long enough',
    '12345678',
  ]);
});
