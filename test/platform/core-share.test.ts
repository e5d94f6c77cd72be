import { expect, it } from 'vitest';
import { CoreShare } from '../../src/platform/time/core-share.ts';
import { FakeTime } from '../support/fake-time.ts';

it('work that took 100 ms of a core is due again two seconds after it began', () => {
  const time = new FakeTime();
  const share = new CoreShare(time);
  expect(share.isDue).toBe(true);
  time.stall(100);
  share.spent(100_000);
  time.stall(1899);
  expect(share.isDue).toBe(false);
  time.stall(1);
  expect(share.isDue).toBe(true);
});
