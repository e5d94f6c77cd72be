import { describe, expect, it } from 'vitest';
import { visible, withoutRunnerCommands } from '../../src/platform/visible.ts';

describe('text made visible', () => {
  it.each([
    ['one\r\ntwo\tthree', 'one two three'],
    ['a\u2028b\u0085c', 'a b c'],
    ['\u001b[31mred\u0007', '␛[31mred␇'],
    ['\u007f\u009b', '␡<U+009B>'],
    ['\u202egnp.exe\u2066', '<U+202E>gnp.exe<U+2066>'],
    ['a\u200bb\u2060', 'a<U+200B>b<U+2060>'],
    ['café 🍕', 'café 🍕'],
  ])('has no control characters: %j', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });
});

describe('lines in a CI log', () => {
  it('are not executed as commands', () => {
    const text = '::error title=owned::x\n  ::set-output name=a::b\n\u00a0\u3000::stop::\na ::b\n#1 ##2\n';
    expect(withoutRunnerCommands(text)).toBe(
      '|::error title=owned::x\n  |::set-output name=a::b\n\u00a0\u3000|::stop::\na ::b\n#1 ##2\n',
    );
    expect(withoutRunnerCommands('said ##[error]x, ##vso[task.complete] and ##teamcity[a]\n')).toBe(
      'said ##|[error]x, ##|vso[task.complete] and ##|teamcity[a]\n',
    );
  });
});
