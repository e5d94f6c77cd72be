import { describe, expect, it } from 'vitest';
import { readsAs } from '../../../src/endpoint/protocol/title-match.ts';

describe('a title', () => {
  it.each([
    ['Book now', 'Book now'],
    [' Book \n now ', 'Book now'],
    ['Book now', ' Book now '],
    ['Tea &amp; <i>cake</i>', 'Tea & cake'],
    ['Tea &amp; <i>cake</i>', 'Tea &amp; <i>cake</i>'],
    ['a &lt;b&gt; c', 'a <b> c'],
    ['5 &euro;&nbsp;&#33;&#x21;', '5 &euro; !!'],
    ['2 < 3', '2 < 3'],
    ['&amp;lt;', '&lt;'],
    ['Book<br>now<!-- soon -->', 'Book now'],
  ])('%j is read as %j', (title, wanted) => {
    expect(readsAs(title, wanted)).toBe(true);
  });

  it.each([
    ['Book now', 'Book'],
    ['Book now', 'book now'],
    ['Tea &amp; cake', 'Tea cake'],
    ['&#9999999;', ''],
  ])('%j is not read as %j', (title, wanted) => {
    expect(readsAs(title, wanted)).toBe(false);
  });

  it('takes linear time', () => {
    const hostile = '<a'.repeat(100_000) + '&'.repeat(100_000);
    expect(readsAs(hostile, 'x')).toBe(false);
  });
});
