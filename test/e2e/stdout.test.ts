import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { palaver, scenarioFile, tempFolder } from '../support/palaver.ts';

const MAIN = join(process.cwd(), 'dist/main.js');
const quick = (folder: string) => ['run', '--say', 'hello', '--mock', '-q', '--report-dir', join(folder, 'reports')];

describe('a result on stdout', () => {
  // Node gives its children sockets, shells give pipes: neither can be opened by its path alike.
  it.each(['json=-', 'json=/dev/stdout'])('is one document, with the tables on stderr: --out %s', async (out) => {
    const folder = tempFolder();
    const { code, stdout, stderr } = await palaver([...quick(folder), '--out', out]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: { status: 'pass' } });
    expect(stderr).toContain('verdict: PASS');
  });

  it('is one document through a shell pipe, and creates no file named -', async () => {
    const folder = tempFolder();
    const command = [MAIN, ...quick(folder), '--out', 'json=-'].map((word) => `'${word}'`).join(' ');
    const shell = spawn('sh', ['-c', `'${process.execPath}' ${command} 2>/dev/null | cat > out.json`], { cwd: folder });
    await once(shell, 'close');
    expect(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8'))).toMatchObject({ verdict: { status: 'pass' } });
    expect(existsSync(join(folder, '-'))).toBe(false);
  });

  it('is one document for turns, written during the run', async () => {
    const folder = tempFolder();
    const { code, stdout, stderr } = await palaver([...quick(folder), '--out', 'turns=-']);
    expect(code).toBe(0);
    const types = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).type);
    expect(types).toEqual(['header', 'turn', 'end']);
    expect(stderr).toContain('verdict: PASS');
  });

  it('or in a file must not replace an input, which is checked before the load', async () => {
    const folder = tempFolder();
    const file = scenarioFile(folder, 'conversations: [ { steps: [ hi ] } ]\n');
    const { code, stderr } = await palaver(['run', file, '--mock', '--out', `html=${file}`]);
    expect([code, stderr]).toEqual([104, expect.stringContaining('would replace an input file')]);
    expect(readFileSync(file, 'utf8')).toContain('conversations');
  });
});
