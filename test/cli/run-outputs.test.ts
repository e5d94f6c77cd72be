import { linkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOutputs, readRunOutputs, refuseInputs, splitOutput } from '../../src/cli/options/outputs.ts';
import { readTextFile } from '../../src/platform/files/read-file.ts';
import { CAPACITY_TYPES } from '../../src/render/capacity-renderers.ts';
import { COMPARISON_TYPES } from '../../src/render/comparison-renderers.ts';
import { tempFolder } from '../support/palaver.ts';

describe('the outputs of a run', () => {
  it('are its reports, and at most one file of turns', () => {
    const out = ['json=run.json', 'turns=out/turns.jsonl.gz', 'tables=run.txt'];
    expect(readRunOutputs({ out, 'summary-export': 'summary.json' }, '/here')).toEqual({
      turns: '/here/out/turns.jsonl.gz',
      reports: [
        { type: 'json', path: '/here/run.json' },
        { type: 'tables', path: '/here/run.txt' },
        { type: 'json', path: '/here/summary.json' },
      ],
    });
    expect(readRunOutputs({}, '/here')).toEqual({ turns: undefined, reports: [] });
  });

  it.each([
    ['a second file of turns', ['turns=a.jsonl', 'turns=b.jsonl'], /turns= is given twice/],
    ['a folder as file of turns', [`turns=${tempFolder()}`], /is a folder/],
    ['no name of it', ['turns='], /--out has no file/],
    ['no file at all', ['turns'], /turns/],
    ['a type that there is not', ['turn=a.jsonl'], /unknown output type turn/],
  ])('reject %s', (_what, out, message) => {
    expect(() => readRunOutputs({ out }, '/')).toThrow(message);
  });

  it.each([
    ['x.html', 'did you mean --out html=x.html?'],
    ['out/run.xml', 'did you mean --out junit=out/run.xml?'],
    ['turns.jsonl', 'did you mean --out turns=turns.jsonl?'],
  ])('suggest the type if only the file is given: %s', (text, hint) => {
    expect(() => readRunOutputs({ out: [text] }, '/')).toThrow(expect.objectContaining({ hint }));
  });

  it.each(['-', '/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'])('may include stdout once: %s', (name) => {
    expect(readOutputs({ out: [`json=${name}`] }, '/here').map(({ path }) => path)).toEqual(['/dev/stdout']);
    expect(readRunOutputs({ out: [`turns=${name}`] }, '/here').turns).toBe('/dev/stdout');
    expect(() => readOutputs({ out: [`json=${name}`, 'csv=-'] }, '/here')).toThrow('two outputs go to /dev/stdout');
  });

  it('are rejected before the run if they could not be written', () => {
    expect(() => readOutputs({ out: ['html=/dev/null/x/y.html'] }, '/')).toThrow(
      '--out: /dev/null/x/y.html cannot be written: a part of the path is not a folder',
    );
  });

  it('must not replace an input file', () => {
    const path = join(tempFolder(), 'scenario.yml');
    writeFileSync(path, 'name: x');
    const link = `${path}.link`;
    symlinkSync(path, link);
    const hardLink = `${path}.hard`;
    linkSync(path, hardLink);
    const replace = 'would replace an input file';
    expect(() => refuseInputs([{ path }], {})).not.toThrow();
    expect(() => refuseInputs([{ path: link }], { NODE_EXTRA_CA_CERTS: path })).toThrow(replace);
    readTextFile(path, 'scenario');
    for (const output of [path, link, hardLink]) expect(() => refuseInputs([{ path: output }], {})).toThrow(replace);
  });

  it('include only types that this command writes', () => {
    expect(() => splitOutput('a.csv', CAPACITY_TYPES)).toThrow('"a.csv" has no "="');
    expect(() => splitOutput('a.md', COMPARISON_TYPES)).toThrow(
      expect.objectContaining({ hint: 'did you mean --out markdown=a.md?' }),
    );
    expect(() => readOutputs({ out: ['a.jsonl'] }, '/')).toThrow('"a.jsonl" has no "="');
  });

  it.each([
    ['html', '--out: "html" has no file', 'use --out html=FILE'],
    ['report', '--out: "report" has no "="', 'use --out TYPE=FILE'],
  ])('need a type and a file: %s', (text, message, hint) => {
    expect(() => readOutputs({ out: [text] }, '/')).toThrow(expect.objectContaining({ message, hint }));
  });

  it('must differ, with symbolic links resolved', () => {
    const folder = tempFolder();
    const path = join(folder, 'a.json');
    writeFileSync(path, '');
    symlinkSync(path, `${path}.link`);
    expect(() => readOutputs({ out: [`json=${path}`, `csv=${path}.link`] }, '/')).toThrow('two outputs go to');
    expect(() => readOutputs({ out: ['json=/dev/null', 'csv=/dev/null'] }, '/')).not.toThrow();
  });

  it('list turns among the known types', () => {
    expect(() => readRunOutputs({ out: ['turn=a.jsonl'] }, '/')).toThrow(
      expect.objectContaining({ hint: expect.stringMatching(/use one of: .*\bjson\b.*\bturns$/) }),
    );
  });
});

describe('the outputs of palaver report', () => {
  it('do not include turns: a report does not contain them all', () => {
    expect(() => readOutputs({ out: ['turns=a.jsonl'] }, '/')).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('turns are written only during a run'),
        hint: expect.stringContaining('palaver run'),
      }),
    );
  });
});
