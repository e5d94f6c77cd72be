import { describe, expect, it } from 'vitest';
import { randomStream } from '../../src/platform/random.ts';
import { renderData, renderText, type TemplateScope, UnknownVariable } from '../../src/template/render-template.ts';

const deep: unknown[] = [];
{
  let inner = deep;
  for (let level = 0; level < 20_000; level++) {
    const next: unknown[] = [];
    inner.push(next);
    inner = next;
  }
}

function scope(overrides: Partial<TemplateScope> = {}): TemplateScope {
  const stream = randomStream(7, 12, 'text');
  return {
    variables: { day: 'Monday', order: { id: 4, items: ['tea'] }, nothing: null, deep },
    row: { guests: 4, day: 'Sunday', name: 'Ada' },
    vu: 3,
    conversation: 12,
    runId: 'r1',
    sessionId: 'r1-c12',
    marker: 'r1-c12',
    todayMs: Date.UTC(2026, 1, 27, 23, 59),
    stream: () => stream,
    ...overrides,
  };
}

const noDraws = () => {
  throw new Error('nothing here is drawn');
};

describe('a text with templates', () => {
  it.each([
    ['plain', 'plain'],
    ['{{name}} wants a table for {{guests}}', 'Ada wants a table for 4'],
    ['on {{day}}', 'on Monday'],
    ['got {{order}}', 'got {"id":4,"items":["tea"]}'],
    ['[{{nothing}}]', '[]'],
    ['\\{{name}}', '{{name}}'],
    ['{{$vu}}/{{$conversation}}/{{$run}}/{{$session}}/{{$marker}}', '3/12/r1/r1-c12/r1-c12'],
    ['{{$date}} {{$date +2d}} {{$date -1w}}', '2026-02-27 2026-03-01 2026-02-20'],
  ])('%j renders %j', (text, said) => {
    expect(renderText(text, scope({ stream: noDraws }))).toBe(said);
  });

  it.each(['missing', 'constructor', '__proto__', 'toString'])('has no value for %s', (name) => {
    for (const row of [{ other: 1 }, undefined]) {
      expect(() => renderText(`a {{${name}}}`, scope({ row }))).toThrow(UnknownVariable);
    }
    expect(() => renderText(`{{${name}}}`, scope())).toThrow(`{{${name}}} has no value`);
  });

  it('does not expand templates in inserted values', () => {
    expect(renderText('{{name}}', scope({ row: { name: '{{day}}' } }))).toBe('{{day}}');
  });

  it('reports a value nested too deeply to be sent', () => {
    expect(() => renderText('{{deep}}', scope())).toThrow('{{deep}} is nested too deeply to be sent');
    expect(() => renderData({ a: '{{deep}}' }, scope())).toThrow(UnknownVariable);
  });

  it('prefers captured values to a column of the same name, null too', () => {
    expect(renderData('{{nothing}}', scope({ row: { nothing: 1 } }))).toBeNull();
    expect(renderText('{{day}}', scope({ variables: { day: undefined } }))).toBe('Sunday');
  });

  it('draws the same values for the same stream', () => {
    const text = '{{$uuid}} {{$number 1 100}} {{$oneOf red green blue}}';
    expect(renderText(text, scope())).toBe(renderText(text, scope()));
    const other = randomStream(8, 12, 'text');
    expect(renderText(text, scope())).not.toBe(renderText(text, scope({ stream: () => other })));
  });

  it('draws distinct UUIDs of version 4', () => {
    const [first, second] = renderText('{{$uuid}} {{$uuid}}', scope()).split(' ');
    for (const uuid of [first, second])
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(first).not.toBe(second);
  });

  it('draws every number and every choice in the range, and no other', () => {
    const many = scope();
    const numbers = new Set(Array.from({ length: 500 }, () => renderText('{{$number -1 2}}', many)));
    expect([...numbers].sort()).toEqual(['-1', '0', '1', '2']);
    const choices = new Set(Array.from({ length: 200 }, () => renderText('{{$oneOf a b "c d"}}', many)));
    expect([...choices].sort()).toEqual(['a', 'b', 'c d']);
  });
});

describe('data with templates', () => {
  it('keeps the type of a value that is a whole template', () => {
    const data = {
      n: '{{guests}}',
      order: '{{ order }}',
      vu: '{{$vu}}',
      text: 'for {{guests}}',
      nested: [['{{day}}']],
    };
    expect(renderData(data, scope())).toEqual({
      n: 4,
      order: { id: 4, items: ['tea'] },
      vu: 3,
      text: 'for 4',
      nested: [['Monday']],
    });
    expect(renderData({ n: '{{$number 5 5}}', z: '{{nothing}}' }, scope())).toEqual({ n: 5, z: null });
  });

  it('leaves keys, numbers and literal braces unchanged', () => {
    const data = { '{{day}}': 1, b: true, none: null, braces: '\\{{day}}' };
    expect(renderData(data, scope())).toEqual({ '{{day}}': 1, b: true, none: null, braces: '{{day}}' });
  });

  it('is returned as is without templates', () => {
    const data = { a: [{ b: 'text' }] };
    expect(renderData(data, scope())).toBe(data);
    const mixed = { a: data, b: '{{day}}' };
    expect((renderData(mixed, scope()) as typeof mixed).a).toBe(data);
  });

  it('uses the variables of each rendering', () => {
    const data = { day: '{{day}}' };
    expect(renderData(data, scope())).toEqual({ day: 'Monday' });
    expect(renderData(data, scope({ variables: {} }))).toEqual({ day: 'Sunday' });
    expect(() => renderData(data, scope({ variables: {}, row: undefined }))).toThrow(UnknownVariable);
  });
});
