import { afterEach, describe, expect, it } from 'vitest';
import { takePrinted } from '../../src/platform/process/printed-lines.ts';

const streams = [process.stdout, process.stderr];
const writes = streams.map((stream) => stream.write);
afterEach(() =>
  streams.forEach((stream, index) => {
    stream.write = writes[index]!;
  }),
);

describe('what a thread prints', () => {
  it('is handed over at once, line by line, and at the end without a line break', () => {
    const lines: string[] = [];
    const printed = takePrinted((line) => lines.push(line));
    process.stdout.write('one\ntw');
    expect(lines).toEqual(['one']);
    process.stderr.write('problem\r\n');
    process.stdout.write(Buffer.from('o\nthree'));
    expect(lines).toEqual(['one', 'problem', 'two']);
    printed.flush();
    printed.flush();
    expect(lines).toEqual(['one', 'problem', 'two', 'three']);
  });

  it('may be split within a character', () => {
    const lines: string[] = [];
    takePrinted((line) => lines.push(line));
    const bytes = Buffer.from('für\n');
    process.stdout.write(bytes.subarray(0, 2));
    process.stdout.write(bytes.subarray(2));
    expect(lines).toEqual(['für']);
  });

  it('counts as written', async () => {
    takePrinted(() => {});
    await new Promise<void>((resolve) => process.stdout.write('one\n', () => resolve()));
    await new Promise<void>((resolve) => process.stdout.write('two\n', 'utf8', () => resolve()));
  });
});
