import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { abortable } from '../../src/platform/abortable.ts';

describe('an abortable promise', () => {
  const reason = new Error('stopped');

  it('settles like the original, and then listens no more', async () => {
    const { signal } = new AbortController();
    expect(await abortable(Promise.resolve(1), signal)).toBe(1);
    await expect(abortable(Promise.reject(new Error('failed')), signal)).rejects.toThrow('failed');
    await Promise.resolve();
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('rejects with the reason of the abort at once', async () => {
    const stop = new AbortController();
    const waiting = abortable(new Promise(() => {}), stop.signal);
    stop.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(abortable(new Promise(() => {}), stop.signal)).rejects.toBe(reason);
  });

  it('leaves no rejection unhandled that comes after the abort', async () => {
    const stop = new AbortController();
    stop.abort(reason);
    await expect(abortable(Promise.reject(new Error('later')), stop.signal)).rejects.toBe(reason);
  });
});
