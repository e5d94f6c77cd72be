import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasTemplate, namesIn, parseTemplate } from '../../src/template/template.ts';

const partsOf = (text: string) => {
  const parsed = parseTemplate(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed.parts;
};
const problemOf = (text: string) => {
  const parsed = parseTemplate(text);
  return 'problem' in parsed ? parsed.problem : 'none';
};

describe('a template', () => {
  it('consists of text and variables, in order', () => {
    expect(partsOf('a table for {{ guests }} on {{party day}}')).toEqual([
      { kind: 'text', text: 'a table for ' },
      { kind: 'variable', name: 'guests' },
      { kind: 'text', text: ' on ' },
      { kind: 'variable', name: 'party day' },
    ]);
  });

  it.each([
    ['', ''],
    ['no braces', 'no braces'],
    ['{single} }} }', '{single} }} }'],
    ['\\{{name}}', '{{name}}'],
    ['a \\{{ and \\{{{', 'a {{ and {{{'],
  ])('parses %j as plain text', (text, said) => {
    expect(partsOf(text)).toEqual([{ kind: 'text', text: said }]);
  });

  it('ignores JSON braces around a template', () => {
    expect(partsOf('{"n":{{{$vu}}}}')).toEqual([
      { kind: 'text', text: '{"n":{' },
      { kind: 'vu' },
      { kind: 'text', text: '}}' },
    ]);
  });

  it.each([
    ['{{$conversation}}', { kind: 'conversation' }],
    ['{{ $run }}', { kind: 'run' }],
    ['{{$session}}', { kind: 'session' }],
    ['{{$marker}}', { kind: 'marker' }],
    ['{{$uuid}}', { kind: 'uuid' }],
    ['{{$number -5 100}}', { kind: 'number', from: -5, to: 100 }],
    ['{{$oneOf a b "two words"}}', { kind: 'oneOf', choices: ['a', 'b', 'two words'] }],
    ['{{$oneOf "a }} b" "say \\"hi\\""}}', { kind: 'oneOf', choices: ['a }} b', 'say "hi"'] }],
    ['{{$date}}', { kind: 'date', days: 0 }],
    ['{{$date +2d}}', { kind: 'date', days: 2 }],
    ['{{$date -3w}}', { kind: 'date', days: -21 }],
  ])('parses %s', (text, part) => {
    expect(partsOf(text)).toEqual([part]);
  });

  it.each([
    ['hello {{name', /"\{\{name" is not closed; add \}\}/],
    ['{{}}', /has no name/],
    ['{{ a {{b}}', /contains a brace; is a \}\} missing/],
    ['{{$nmber 1 2}}', /\{\{\$nmber\}\} is not a built-in; did you mean \{\{\$number\}\}\?/],
    ['{{$elephant}}', /built-ins: \$vu, \$conversation.*\$date/],
    ['{{$}}', /is not a built-in/],
    ['{{$number 5 1}}', /use \{\{\$number 1 100\}\}/],
    ['{{$number 1}}', /\$number has the wrong form/],
    ['{{$number 1 2.5}}', /\$number has the wrong form/],
    ['{{$number 0 4294967296}}', /\$number has the wrong form/],
    ['{{$oneOf}}', /use \{\{\$oneOf red/],
    ['{{$oneOf "a}}', /has an unclosed quote/],
    ['{{$date tomorrow}}', /use \{\{\$date\}\}, \{\{\$date \+2d\}\}/],
    ['{{$date +2d +1d}}', /\$date has the wrong form/],
    ['{{$vu 7}}', /use \{\{\$vu\}\}/],
  ])('reports what is wrong with %s', (text, problem) => {
    expect(problemOf(text)).toMatch(problem);
  });

  it('lists the names it needs, each once', () => {
    expect(namesIn('{{a}} {{$vu}} {{b c}} {{a}} \\{{d}}')).toEqual(['a', 'b c']);
    expect(namesIn('none')).toEqual([]);
    expect(namesIn('{{broken')).toEqual([]);
  });

  it('is detected quickly, with false positives allowed', () => {
    expect([hasTemplate('{{a}}'), hasTemplate('\\{{'), hasTemplate('{a}')]).toEqual([true, true, false]);
  });

  it('is parsed or rejected for any text, and leaves text without braces unchanged', () => {
    const braces = fc.stringMatching(/^[{}$"\\a 1]*$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), braces), (text) => {
        const parsed = parseTemplate(text);
        if (text.includes('{{')) return 'problem' in parsed || parsed.parts.length > 0;
        return 'parts' in parsed && parsed.parts.length === 1 && partsOf(text)[0]?.kind === 'text';
      }),
    );
  });

  it('is parsed in linear time, whatever quotes it contains', () => {
    expect(problemOf(`{{$oneOf ${'"a" '.repeat(20_000)}`)).toMatch(/is not closed; add \}\}/);
  });
});
