import { expect, it } from 'vitest';
import { LongestUnread } from '../../src/measure/longest-unread.ts';

it('the longest time unread is kept with its instant, and every lower edge handed on', () => {
  const unread = new LongestUnread((hiUs) => hiUs - (hiUs === 200 ? 90 : 10));
  expect([unread.us, unread.atUs]).toEqual([0, undefined]);
  expect([100, 200, 300].map(unread.arrivedLoUs)).toEqual([90, 110, 290]);
  expect([unread.us, unread.atUs]).toEqual([90, 200]);
});
