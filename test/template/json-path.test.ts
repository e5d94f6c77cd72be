import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPath, selectPath } from '../../src/template/json-path.ts';

const reply = {
  text: 'Which day?',
  data: {
    days: [
      { name: 'Mon', free: true },
      { name: 'Tue', free: false },
      { name: 'Wed', free: true },
    ],
    price: 12.5,
  },
  source: 'bot',
};

describe('a JSONPath', () => {
  it.each([
    ['$.data.price', [12.5]],
    ["$['data'].days[1].name", ['Tue']],
    ['$.data.days[-1].name', ['Wed']],
    ['$.data.days[*].name', ['Mon', 'Tue', 'Wed']],
    ['$..name', ['Mon', 'Tue', 'Wed']],
    ['$.data.days[?@.free == true].name', ['Mon', 'Wed']],
    ['$.data.days[?search(@.name, "^T")].name', ['Tue']],
    ['$.data.days[?match(@.name, "[MT].[ne]")].name', ['Mon', 'Tue']],
    ['$.data.days[?match(@.name, "o")].name', []],
    ['$.data.days[?search(@.name, "(")].name', []],
    ['$.data.days[?@.name == $.text]', []],
    ['$.data.other', []],
    ['$', [reply]],
  ])('%s finds what RFC 9535 specifies', (path, found) => {
    expect(checkPath(path)).toBeUndefined();
    expect(selectPath(reply, path)).toEqual(found);
  });

  it('finds own properties only', () => {
    for (const path of ['$.constructor', '$.__proto__', '$.length', '$.toString'])
      expect(selectPath({ a: [] }, path)).toEqual([]);
    expect(selectPath([1, 2], '$.length')).toEqual([]);
  });

  it.each([undefined, null, 'text', 7, true])('finds nothing in %j', (value) => {
    expect(selectPath(value, '$.a')).toEqual([]);
    expect(selectPath(value, '$..a')).toEqual([]);
  });

  it.each([
    ['data.day', /start with \$, as in \$\.data\.day/],
    ['$[', /\[ is not closed; add \]/],
    ['$.a[?(@.b > 1]', /\( is not closed; add \)/],
    ['$.a["b]', /a quote is not closed; add " after the text/],
    ["$.a['it\\'s]", /a quote is not closed; add ' after the text/],
    ['$..', /is not a valid JSONPath \(RFC 9535\): it ends after a dot; add a name/],
    ['$.data.', /it ends after a dot; add a name, as in \$\.data\.day/],
    ['$.a.[0]', /a dot is followed by \[; remove the dot/],
    ['$.a[]', /the brackets are empty/],
    ['$.a[b]', /a name in brackets needs quotes, as in \['day'\]/],
    ['$.a[?@.b = 1]', /a filter compares with ==/],
    ['$.a[?length(@)]', /the filter at character 6 cannot be evaluated/],
    ['$[?nonsense(@)]', /there is no function nonsense; use length, count/],
    ['$data', /unexpected "d" at character 2/],
    ['$.a[01]', /unexpected "01" at character 5/],
    ['$.a]', /unexpected "\]" at character 4/],
    ['', /it is empty/],
    ['$.a ', /spaces around it/],
  ])('%j is rejected, and finds nothing', (path, problem) => {
    expect(checkPath(path)).toMatch(problem);
    expect(selectPath(reply, path)).toEqual([]);
  });

  it('is evaluated on any value without throwing', () => {
    const odd = fc.oneof(fc.string(), fc.stringMatching(/^\$[.[\]?@*'a0(),:=! ]*$/));
    fc.assert(
      fc.property(odd, fc.jsonValue(), (path, value) => {
        const found = selectPath(value, path);
        return checkPath(path) === undefined || found.length === 0;
      }),
    );
  });

  it('is not searched in data too deep or too large; a single path is still found', () => {
    let deep: unknown = 'bottom';
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(selectPath(deep, '$..*')).toEqual([]);
    expect(selectPath(deep, '$[?@ == $[0]]')).toEqual([]);
    expect(selectPath(deep, '$[0][0]')).toHaveLength(1);
    const wide = Array.from({ length: 200_000 }, (_, index) => ({ index }));
    expect(selectPath(wide, '$..index')).toEqual([]);
    expect(selectPath(wide, '$[199999].index')).toEqual([199_999]);
    expect(selectPath(wide.slice(0, 4000), '$..index')).toHaveLength(1000);
    expect(selectPath(wide.slice(0, 4000), '$[?count($..*) < 1]')).toEqual([]);
    expect(selectPath(wide.slice(0, 4000), '$[?count($[*].index) > 1]')).toEqual([]);
    expect(selectPath(wide.slice(0, 4000), "$[?@.index == $[7]['index']].index")).toEqual([7]);
    expect(selectPath(wide.slice(0, 10), '$[?count($..*) > 1].index')).toHaveLength(10);
  });

  it('cannot be blocked by a regular expression', () => {
    const value = { list: ['a'.repeat(50_000)] };
    expect(selectPath(value, '$.list[?match(@, "(a+)+b")]')).toEqual([]);
  });
});
