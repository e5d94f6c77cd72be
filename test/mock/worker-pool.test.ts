import { beforeEach, describe, expect, it } from 'vitest';
import { WorkerPool } from '../../src/mock/server/worker-pool.ts';

let nowUs = 0;
let begun: string[] = [];
let expired = 0;
const finish = new Map<string, () => void>();

const pool = (size: number) =>
  new WorkerPool({ nowUs: () => nowUs }, { size, ttlMs: 120_000, onExpired: () => (expired += 1) });

/** A job that notes its beginning and runs until it is told to finish. */
const job = (name: string) => () => {
  begun.push(name);
  return new Promise<void>((resolve) => finish.set(name, resolve));
};

/** Finishes a job and lets the pool go on. */
async function end(name: string): Promise<void> {
  finish.get(name)!();
  await new Promise((resolve) => setImmediate(resolve));
}

describe('the worker pool', () => {
  beforeEach(() => {
    nowUs = 0;
    begun = [];
    expired = 0;
    finish.clear();
  });

  it('runs sessions in parallel and each session in order', async () => {
    const workers = pool(8);
    for (const name of ['a1', 'a2', 'b1', 'a3']) workers.submit(name[0]!, job(name));
    expect(begun).toEqual(['a1', 'b1']);
    await end('a1');
    expect(begun).toEqual(['a1', 'b1', 'a2']);
    await end('b1');
    await end('a2');
    expect(begun).toEqual(['a1', 'b1', 'a2', 'a3']);
  });

  it('queues work beyond its size, first come, first served across sessions', async () => {
    const workers = pool(1);
    for (const name of ['a1', 'b1', 'a2', 'c1']) workers.submit(name[0]!, job(name));
    expect([workers.busy, workers.queued]).toEqual([1, 3]);
    for (const name of ['a1', 'b1', 'c1']) await end(name);
    expect(begun).toEqual(['a1', 'b1', 'c1', 'a2']);
    await end('a2');
    expect([workers.busy, workers.queued]).toEqual([0, 0]);
  });

  it('silently drops work that waited longer than 120 s, and continues with the next', async () => {
    const workers = pool(1);
    for (const name of ['a1', 'a2', 'b1']) workers.submit(name[0]!, job(name));
    nowUs = 100_000_000;
    workers.submit('a', job('a3'));
    nowUs = 120_000_001;
    await end('a1');
    expect(expired).toBe(2);
    expect(begun).toEqual(['a1', 'a3']);
    await end('a3');
    expect([workers.busy, workers.queued]).toEqual([0, 0]);
  });
});
