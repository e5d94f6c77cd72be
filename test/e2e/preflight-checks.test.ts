import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { countIn, isPass, onlyReport, palaver, scenarioFile, tempFolder } from '../support/palaver.ts';

const MANY = `
mock: { bot: echo, delay: 1ms, workers: 400 }
load: { closed: { vus: 400, conversations: 400, startSpread: 0s } }
conversations: [ { steps: [hello] } ]
`;

/** Runs palaver in a shell that has carried out `setup`. */
async function runAfter(setup: string, args: readonly string[] = [], within: readonly string[] = []) {
  const folder = tempFolder();
  const shell = [...within, 'bash', '-c', `${setup}; exec "$0" "$@"`];
  const words = ['run', scenarioFile(folder, MANY), '--mock', '--quiet', '--report-dir', folder, ...args];
  const finished = await palaver(words, {}, shell);
  return { ...finished, folder };
}

describe.runIf(process.platform === 'linux')('a plan with more connections than the open file limit', () => {
  it('is refused with 112, the numbers and the command to fix it, even with --yes', async () => {
    const { code, stderr, stdout } = await runAfter('ulimit -n 256', ['--yes']);
    expect(stderr).toContain('this machine cannot run the plan: the plan has 400 connections open at once');
    expect(stderr).toContain('the open-file limit is 256');
    expect(stderr).toContain('ulimit -n 455');
    expect(stderr).not.toContain('   at ');
    expect(stdout).toBe('');
    expect(code).toBe(112);
  });

  it('shows how to raise the limit if even palaver itself cannot start', async () => {
    const { code, stderr } = await runAfter('ulimit -n 24');
    expect(stderr).toMatch(/^unexpected error: .*\n {2}→ the limit of open files .*: ulimit -n 1024\n$/);
    expect(code).toBe(1);
  });

  it('runs once the limit is raised as shown', async () => {
    const { code, stderr, folder } = await runAfter('ulimit -n 455');
    expect(stderr).not.toContain('this machine');
    const report = onlyReport(folder);
    expect(countIn(report, 'conversations_completed')).toBe(400);
    expect(isPass(report, code)).toBe(true);
  });
});

/** Starts a command in a network of its own, which may have few ports; only root may. */
const OWN_NETWORK = ['unshare', '-n'];
const [starter, ...words] = [...OWN_NETWORK, 'ip', 'link', 'set', 'lo', 'up'];
const mayUnshare = process.platform === 'linux' && spawnSync(starter!, words).status === 0;

describe.runIf(mayUnshare)('a plan with more connections than local ports', () => {
  const FEW_PORTS = 'ip link set lo up; echo "40000 40299" > /proc/sys/net/ipv4/ip_local_port_range';
  const fewPorts = (...args: string[]) => runAfter(FEW_PORTS, args, OWN_NETWORK);

  it('is refused with 112, the numbers and the command to fix it', async () => {
    const { code, stderr } = await fewPorts();
    expect(stderr).toMatch(/the plan has 400 connections to 127\.0\.0\.1:\d+ at once/);
    expect(stderr).toContain('this machine has 300 local ports for them');
    expect(stderr).toContain('sysctl -w net.ipv4.ip_local_port_range=');
    expect(stderr).toContain('from 2 addresses of this machine with --local-address');
    expect(code).toBe(112);
  });

  it('runs with enough local addresses', async () => {
    const { stderr, folder } = await fewPorts('--local-address', '127.0.0.2,127.0.0.3', '--local-address', '127.0.0.4');
    expect(stderr).not.toContain('this machine');
    expect(countIn(onlyReport(folder), 'conversations_completed')).toBe(400);
  });
});
