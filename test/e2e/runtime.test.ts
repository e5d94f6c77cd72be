import { describe, expect, it } from 'vitest';
import { importedWith } from '../support/imported-with.ts';
import { palaver } from '../support/palaver.ts';

/** This Node, under the versions of another runtime. */
function under(versions: Record<string, string>): Record<string, string> {
  const claimed = JSON.stringify({ ...process.versions, ...versions });
  const script = `Object.defineProperty(process,'versions',{value:${claimed}})`;
  return { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(script)}` };
}

describe.concurrent('an unsupported runtime', () => {
  it.each([[['run', '--mock']], [['check', '--mock']], [['--version']], [[]]])(
    'Node 18 rejects %j with one sentence',
    async (args) => {
      const { code, stdout, stderr } = await palaver(args, under({ node: '18.20.8' }));
      expect(stderr).toBe('error: palaver needs Node.js ^20.19.0 || >=22.12.0; this is Node.js 18.20.8\n');
      expect([code, stdout]).toEqual([104, '']);
    },
  );

  it.each(['run', 'capacity', 'calibrate'])('Bun generates no load: %s', async (command) => {
    const { code, stdout, stderr } = await palaver([command, '--mock'], under({ bun: '1.4.5' }));
    expect(stderr).toBe('error: palaver needs Node.js ^20.19.0 || >=22.12.0 to generate load; this is Bun 1.4.5\n');
    expect([code, stdout]).toEqual([104, '']);
  });

  it('check in Deno says what a run would need', async () => {
    const { code, stderr } = await palaver(['check', '--mock'], under({ deno: '2.9.6' }));
    expect(stderr).toBe('warning: palaver needs Node.js ^20.19.0 || >=22.12.0 to generate load; this is Deno 2.9.6\n');
    expect(code).toBe(0);
  });

  it('commands that measure nothing run there without a message', async () => {
    const { code, stderr } = await palaver(
      ['validate', 'scenarios/restaurant-booking.yml', '--mock'],
      under({ bun: '1.4.5' }),
    );
    expect([code, stderr]).toEqual([0, '']);
  });

  it.each(['src/main.ts', 'dist/main.js'])(
    '%s loads nothing newer than Node 14 before it knows the version',
    (main) => {
      const imported = importedWith(new URL(`../../${main}`, import.meta.url));
      expect(imported).toEqual(new Set(['node:fs', 'node:url']));
    },
  );
});
