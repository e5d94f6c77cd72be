import { expect, it } from 'vitest';
import { abortable } from '../../src/platform/abortable.ts';

it('hundreds may wait for the same signal, without a warning', async () => {
  const warnings: string[] = [];
  const note = ({ message }: Error) => warnings.push(message);
  process.on('warning', note);
  const abort = new AbortController();
  const all = Array.from({ length: 300 }, () => abortable(new Promise(() => {}), abort.signal));
  abort.abort(new Error('enough'));
  const settled = await Promise.allSettled(all);
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', note);
  expect(settled.every(({ status }) => status === 'rejected')).toBe(true);
  expect(warnings).toEqual([]);
});
