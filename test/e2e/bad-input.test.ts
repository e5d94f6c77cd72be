import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MockServer, startMock } from '../../src/mock/mock-server.ts';
import { palaver, scenarioFile, tempFolder } from '../support/palaver.ts';

let mock: MockServer;
let website: Server;
beforeAll(async () => {
  mock = await startMock({ bot: 'echo', delay: '1ms', token: 'the-right-token' });
  website = createServer((_request, response) => response.end('<h1>a website</h1>'));
  await new Promise<void>((resolve) => website.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  website.close();
  await mock.stop();
});
const site = () => `http://127.0.0.1:${(website.address() as AddressInfo).port}`;
const quick = (...args: string[]) => ['run', '--say', 'hello', ...args];

interface Case {
  name: string;
  args: () => string[];
  code: number;
  says: (string | RegExp)[];
}

function written(name: string, text: string): string {
  const path = join(tempFolder(), name);
  writeFileSync(path, text);
  return path;
}

const CASES: Case[] = [
  {
    name: 'a device in place of a scenario',
    args: () => ['validate', '/dev/zero'],
    code: 104,
    says: ['cannot read the scenario /dev/zero: it is a device', 'use a regular file'],
  },
  {
    name: 'a scenario that is too large',
    args: () => ['validate', written('large.yml', '#'.repeat(6 * 1024 * 1024))],
    code: 104,
    says: ['it is larger than 5 MiB'],
  },
  {
    name: 'a scenario of too many steps',
    args: () => ['validate', written('long.yml', `conversations:\n  - steps:\n${'    - { sai: x }\n'.repeat(20_001)}`)],
    code: 104,
    says: ['has 20,001 steps; the maximum is 20,000', 'step lists'],
  },
  {
    name: 'a feed outside of the scenario folder',
    args: () => ['validate', written('s.yml', 'conversations: [ { feed: /etc/passwd.csv, steps: [ hi ] } ]')],
    code: 104,
    says: ["the feed /etc/passwd.csv is outside the scenario's folder", '--allow-outside'],
  },
  { name: 'port 0', args: () => quick('-t', 'http://127.0.0.1:0/token'), code: 104, says: ['has port 0'] },
  {
    name: 'a token file of several lines',
    args: () => quick('-t', 'http://127.0.0.1:1', '--token-file', written('token', 'one\ntwo\n')),
    code: 104,
    says: ['has 2 lines', 'only the token'],
  },
  {
    name: 'a variable without a value',
    args: () => ['validate', '-e', 'NOEQ', written('t.yml', 'conversations: [ { steps: [ hi ] } ]')],
    code: 104,
    says: ['-e: "NOEQ" has no "="'],
  },
  { name: 'an unknown command', args: () => ['rum'], code: 104, says: ['unknown command "rum"', 'did you mean run?'] },
  {
    name: 'an unknown option',
    args: () => quick('--durration', '5s'),
    code: 104,
    says: ['unknown option --durration', 'did you mean --duration?'],
  },
  {
    name: 'a missing scenario file',
    args: () => ['run', 'none.yml'],
    code: 104,
    says: ['cannot read the scenario none.yml', 'no such file'],
  },
  {
    name: 'no scenario at all',
    args: () => ['run', '-t', 'http://localhost/x'],
    code: 104,
    says: ['no scenario specified'],
  },
  { name: 'no target at all', args: () => quick(), code: 104, says: ['no target specified', '--target'] },
  {
    name: 'zero users',
    args: () => quick('--mock', '--vus', '0'),
    code: 104,
    says: ['--vus must be a whole number, at least 1 (got "0")'],
  },
  {
    name: 'users that are no number',
    args: () => quick('--mock', '--vus', 'abc'),
    code: 104,
    says: ['--vus must be a whole number, at least 1 (got "abc")'],
  },
  {
    name: 'a negative duration',
    args: () => quick('--mock', '--duration', '-5s'),
    code: 104,
    says: ['--duration must be a duration such as 30s, 1500ms or 2m (got "-5s")'],
  },
  {
    name: 'a stage that is none',
    args: () => quick('--mock', '--stage', '50'),
    code: 104,
    says: ['--stage', '30s:50'],
  },
  {
    name: 'an unknown output',
    args: () => quick('--mock', '-o', 'pdf=x'),
    code: 104,
    says: ['unknown output type pdf', 'json'],
  },
  {
    name: 'a URL without a scheme',
    args: () => quick('-t', 'localhost/token'),
    code: 104,
    says: ['has no scheme', 'https://'],
  },
  { name: 'a URL without a token', args: () => quick('-t', 'http://localhost/'), code: 104, says: ['token'] },
  {
    name: 'a port on which nothing listens',
    args: () => quick('-t', 'http://127.0.0.1:1/token'),
    code: 114,
    says: ['nothing listens on this port'],
  },
  {
    name: 'a host without an address',
    args: () => quick('-t', 'http://no-such-host.invalid/token'),
    code: 114,
    says: ['no-such-host.invalid', '→'],
  },
  {
    name: 'a wrong token',
    args: () => quick('-t', `${mock.url}/the-wrong-token`),
    code: 114,
    says: ['before it was ready', 'check the token, the user id, the session id', 'disabled'],
  },
  {
    name: 'a website behind the URL',
    args: () => quick('-t', `${site()}/token`),
    code: 114,
    says: [/not a Socket\.IO|no Socket\.IO|404|not-socketio|200/],
  },
  {
    name: 'a report folder that cannot be written',
    args: () => quick('--mock', '--report-dir', '/dev/null/x'),
    code: 104,
    says: ['cannot write /dev/null/x', '--report-dir'],
  },
  {
    name: 'a token file that is missing',
    args: () => quick('-t', 'http://localhost', '--token-file', 'nope'),
    code: 104,
    says: ['token file nope'],
  },
  {
    name: 'a certificate that is missing',
    args: () => quick('-t', 'https://localhost/t', '--ca', 'nope.pem'),
    code: 104,
    says: ['CA certificate nope.pem'],
  },
  {
    name: 'a header without a colon',
    args: () => quick('-t', 'http://localhost/t', '--header', 'X'),
    code: 104,
    says: ['--header'],
  },
  {
    name: 'several targets in turn, without the time for it',
    args: () => quick('-t', 'a=http://localhost/t', '-t', 'b=http://localhost/t', '--target-order', 'abba'),
    code: 104,
    says: ['4 slots of 1m 00s for each of 2 targets take 8m 00s'],
  },
  {
    name: 'two outputs in one file',
    args: () => quick('-t', 'http://localhost/t', '--out', 'csv=/tmp/both', '--out', 'html=/tmp/both'),
    code: 104,
    says: ['two outputs go to /tmp/both'],
  },
  { name: 'an invalid report', args: () => ['report', 'nowhere'], code: 104, says: ['nowhere'] },
];

describe.concurrent('invalid input causes one clear message', () => {
  it.each(CASES)('$name', async ({ args, code, says }) => {
    const finished = await palaver(args());
    for (const text of says) {
      if (typeof text === 'string') expect(finished.stderr).toContain(text);
      else expect(finished.stderr).toMatch(text);
    }
    expect(finished.stderr).not.toMatch(/\n\s+at /);
    expect(finished.stderr).not.toContain('the-wrong-token');
    expect(finished.code).toBe(code);
  });

  it('a user without a home folder is no reason to fail', async () => {
    const script =
      "import os from 'node:os';import {syncBuiltinESMExports} from 'node:module';os.homedir=()=>{throw new Error('ENOENT')};syncBuiltinESMExports()";
    const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(script)}` };
    const { code, stderr } = await palaver(['validate', 'scenarios/restaurant-booking.yml', '--mock'], env);
    expect([code, stderr]).toEqual([0, '']);
  });

  it.runIf(process.platform === 'linux')('rejects a deleted working directory', async () => {
    const shell = ['bash', '-c', 'cd "$(mktemp -d)" && rmdir "$PWD" && exec "$0" "$@"'];
    const { code, stderr } = await palaver(['--version'], {}, shell);
    expect(stderr).toBe('error: the working directory has been deleted\n  → change to an existing directory\n');
    expect(code).toBe(104);
  });

  it('a full disk behind stdout is a failure', async () => {
    const child = spawn(process.execPath, ['dist/main.js', 'report', 'reports/sample'], {
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
    });
    let stderr = '';
    child.stderr!.on('data', (text) => {
      stderr += text;
    });
    const [code] = await once(child, 'close');
    expect([code, stderr]).toEqual([1, expect.stringContaining('cannot write the output')]);
  });

  it('an invalid scenario lists every error with its position', async () => {
    const file = scenarioFile(
      tempFolder(),
      'conversations:\n  - steps: [hello]\n    wieght: 2\nload: { closed: { vus: 0 } }\n',
    );
    const { code, stderr } = await palaver(['run', file, '--mock']);
    expect(code).toBe(104);
    expect(stderr).toMatch(/scenario\.yml:3:5 .*wieght.*weight/);
    expect(stderr).toMatch(/scenario\.yml:4:\d+ .*vus/);
  });

  it('a threshold on an unknown step is rejected before the load', async () => {
    const file = scenarioFile(
      tempFolder(),
      'conversations: [ { steps: [hello] } ]\nthresholds: [ \'turn{step="helo"} p95 < 1s\' ]\n',
    );
    const { code, stderr } = await palaver(['run', file, '--mock']);
    expect(code).toBe(104);
    expect(stderr).toContain('helo');
  });

  it('shows the stack trace only with --debug', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'report.json'), '{ "version": "1.0.0" ');
    expect((await palaver(['report', folder, '--debug'])).stderr).toMatch(/\n\s+at /);
  });
});
