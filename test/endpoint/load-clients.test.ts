import { createRequire } from 'node:module';
import { beforeEach, expect, it } from 'vitest';
import { loadClients } from '../../src/endpoint/load-clients.ts';

const { cache, resolve } = createRequire(import.meta.url);
const LIBRARY = resolve('socket.io-client-v2');

beforeEach(() => {
  delete cache[LIBRARY];
});

it('the Socket.IO 2 client is loaded in advance if a target uses it, otherwise not at all', () => {
  loadClients([4, 4]);
  expect(cache).not.toHaveProperty([LIBRARY]);
  loadClients([4, 2]);
  expect(cache).toHaveProperty([LIBRARY]);
});
