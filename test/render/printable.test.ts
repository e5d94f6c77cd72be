import { describe, expect, it } from 'vitest';
import { printable } from '../../src/render/printable.ts';
import { renderTables } from '../../src/render/render-tables.ts';
import { hostileReport } from '../support/hostile-report.ts';

const ESC = '\u001b';

describe('printed text', () => {
  it('contains no terminal control sequences', () => {
    const told = {
      name: `a${ESC}]52;c;ZXZpbA==\u0007b`,
      steps: ['one\r\ntwo', '\u202egnp.exe', `${ESC}[31mred`],
      count: 3,
    };
    expect(printable(told)).toEqual({
      name: 'a␛]52;c;ZXZpbA==␇b',
      steps: ['one two', '<U+202E>gnp.exe', '␛[31mred'],
      count: 3,
    });
  });

  it('contains none in tables, for any bot or scenario', () => {
    const shown = renderTables(hostileReport(`x${ESC}[2J\u009b31m\u202e`), { colour: false });
    expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
  });
});
