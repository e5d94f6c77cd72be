import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { MockStats } from '../../src/mock/server/mock-stats.ts';
import { MockClient } from '../support/mock-client.ts';
import { palaver, scenarioFile, startPalaver, tempFolder } from '../support/palaver.ts';

const SCENARIO = `
mock: { bot: booking, delay: 1ms, nesting: webchat, token: open-sesame, faults: { pushRefuse: 1, pushStatus: 503 } }
conversations: [ { steps: [hello] } ]
`;

/** Serves until the test has done what it wants, then stops as with Ctrl+C; gives the exit code. */
async function serving(args: string[], use: (url: string, token: string) => Promise<void>) {
  const run = startPalaver(['mock', '--port', '0', ...args]);
  const [line] = (await once(run.process.stdout!, 'data')) as [string];
  const [, url = '', token = ''] = /mock endpoint at (\S+)\/(\S+)\n/.exec(line) ?? [];
  try {
    await use(url, token);
  } finally {
    run.process.kill('SIGINT');
  }
  return (await run.finished).code;
}

describe('palaver mock', () => {
  it('reads its options from a scenario, and given ones take precedence', async () => {
    const file = scenarioFile(tempFolder(), SCENARIO);
    const args = ['--from', file, '--bot', 'echo', '--faults-push-status', '429'];
    const code = await serving(args, async (url, token) => {
      expect(token).toBe('open-sesame');
      const client = new MockClient(url, { token });
      await client.nth('endpoint-ready');
      client.say('for 2');
      await client.nth('finalPing');
      expect(client.outputs()).toMatchObject([{ text: 'for 2' }]);
      const body = JSON.stringify({ userId: client.userId, sessionId: client.sessionId, text: 'news' });
      expect((await fetch(`${url}/notify/${token}`, { method: 'POST', body })).status).toBe(429);
      const stats = (await (await fetch(`${url}/stats`)).json()) as MockStats;
      expect(stats).toMatchObject({ inputs: 1, pushes: 1, faultPushRefuse: 1, notified: 0 });
      client.close();
    });
    expect(code).toBe(0);
  });

  it('lists every option with its default in help', async () => {
    const { code, stdout } = await palaver(['mock', '--help']);
    expect(code).toBe(0);
    for (const flag of ['--freeze-at', '--nlu-delay', '--cold-after', '--nesting', '--faults-close1011']) {
      expect(stdout).toContain(flag);
    }
  });

  it('reports an unreadable scenario, and the format of an invalid value', async () => {
    const missing = await palaver(['mock', '--from', 'nowhere.yml']);
    expect(missing.stderr).toContain('nowhere.yml');
    const wrong = await palaver(['mock', '--faults-push-status', '418']);
    expect(wrong.stderr).toContain('must be 400, 403, 429, 500, 502 or 503');
    for (const { code, stderr } of [missing, wrong]) {
      expect(code).toBe(104);
      expect(stderr).not.toMatch(/^\s+at /m);
    }
  });
});
