import { describe, expect, it } from 'vitest';
import { lengthPath, translateJsonPath, withoutTextPath } from '../../../src/import/botium/translate-json-path.ts';
import { selectPath } from '../../../src/template/json-path.ts';

const REPLY = {
  text: 'hello',
  source: 'bot',
  data: {
    day: 'Monday',
    'a.0': 'quoted === text',
    items: [
      { price: 3, tags: ['x'] },
      { price: 4.5, tags: [] },
    ],
    long: Array.from({ length: 1500 }, (_, n) => ({ n })),
  },
};

describe('a JSONPath of Botium', () => {
  it.each<[string, string, unknown[]]>([
    ['$.data.day', '$.data.day', ['Monday']],
    [' data.day ', '$.data.day', ['Monday']],
    ["['data']['day']", "$['data']['day']", ['Monday']],
    ['$.data.items.0.price', '$.data.items[0].price', [3]],
    ['$.data.items[-1:].price', '$.data.items[-1:].price', [4.5]],
    ['$.data.items[(@.length-1)].price', '$.data.items[-1].price', [4.5]],
    ['$.data.items[?(@.price === 3)].price', '$.data.items[?(@.price == 3)].price', [3]],
    ['$.data.items[?(@.price !== 3)].price', '$.data.items[?(@.price != 3)].price', [4.5]],
    ['$.data.items[?(@.price < 4.5)].price', '$.data.items[?(@.price < 4.5)].price', [3]],
    ['$.data.items[?(@.tags.length > 0)].price', '$.data.items[?(length(@.tags) > 0)].price', [3]],
    ["$.data['a.0']", "$.data['a.0']", ['quoted === text']],
    ["$.data[?(@ == 'quoted === text')]", "$.data[?(@ == 'quoted === text')]", ['quoted === text']],
    ['$..price', '$..price', [3, 4.5]],
    ['$.*', '$.*', ['hello', 'bot', REPLY.data]],
  ])('%s is %s', (written, path, found) => {
    expect(translateJsonPath(written)).toBe(path);
    expect(selectPath(REPLY, path)).toEqual(found);
  });

  it.each(['$.traceId', '$.session.cart', '$', '', '$.data[', '$.data[?(@.day.match(/M/))]', '$.dataset.x'])(
    '%s has no equivalent',
    (written) => {
      expect(translateJsonPath(written)).toBeUndefined();
    },
  );

  it.each<[string, string, boolean]>([
    ['$.data.items', '2', true],
    ['$.data.items', '=2', true],
    ['$.data.items', '==3', false],
    ['$.data.items', '>1', true],
    ['$.data.items', '>=3', false],
    ['$.data.items', '< 2', false],
    ['$.data.items', '<=2', true],
    ['$.data.nothing', '0', false],
    ['$.data.day', '6', true],
    ['$.data.long', '1500', true],
  ])('%s has the length %s: %s', (written, comparison, holds) => {
    expect(selectPath(REPLY, lengthPath(written, comparison)!).length > 0).toBe(holds);
    expect(selectPath(REPLY, lengthPath(written, comparison, true)!).length > 0).toBe(!holds);
  });

  it.each<[string, string, boolean]>([
    ['$.data.day', 'mon', false],
    ['$.data.day', 'm*y', false],
    ['$.data.day', 'Tue', true],
    ['$.data.day', 'M.nday', true],
    ['$.data.nothing', 'x', true],
  ])('%s is without %s: %s', (written, text, holds) => {
    expect(selectPath(REPLY, withoutTextPath(written, text)!).length > 0).toBe(holds);
  });

  it.each([
    ['$.data.items', 'many'],
    ['$.data..items', '2'],
    ['$.traceId', '2'],
  ])('%s of the length %s has no equivalent', (written, comparison) => {
    expect(lengthPath(written, comparison)).toBeUndefined();
  });
});
