import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startMock } from '../../src/mock/mock-server.ts';
import { readDockerfile, said } from '../support/dockerfile.ts';
import { eventually } from '../support/eventually.ts';
import { countIn, onlyReport, startPalaver, tempFolder } from '../support/palaver.ts';

const [install] = readDockerfile();
/** Starts a command as process 1 of a PID namespace, as in a container. */
const AS_PROCESS_1 = ['unshare', '--user', '--map-root-user', '--pid', '--fork', '--mount-proc', '--kill-child'];
const [UNSHARE, ...OPTIONS] = AS_PROCESS_1;
/** Some machines allow them to root only. In CI, where root runs the tests, they fail without. */
const HAS_NAMESPACES =
  (process.env.CI === 'true' && process.getuid?.() === 0) || spawnSync(UNSHARE!, [...OPTIONS, 'true']).status === 0;
const NAMESPACES_HINT = HAS_NAMESPACES ? '' : ' (needs unprivileged user namespaces)';

describe('the steps of the Dockerfile', () => {
  it('install the packed package with what it needs, and refuse two packages', () => {
    const [context, prefix] = [tempFolder(), tempFolder()];
    execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', context]);
    const [check, installs] = said(install!, 'RUN') as [string, string];
    const run = (step: string) =>
      spawnSync('sh', ['-c', step.replace('/opt/palaver', prefix)], { cwd: context, encoding: 'utf8' });
    expect([run(check).status, run(installs).status]).toEqual([0, 0]);

    const packages = readdirSync(join(prefix, 'lib/node_modules'));
    expect(packages).toEqual(['palaver']);
    const inside = join(prefix, 'lib/node_modules/palaver');
    const { dependencies, version } = JSON.parse(readFileSync(join(inside, 'package.json'), 'utf8'));
    expect(readdirSync(join(inside, 'node_modules'))).toEqual(expect.arrayContaining(Object.keys(dependencies)));
    for (const one of ['typescript', 'vitest', 'kubernetes-models'])
      expect(existsSync(join(inside, 'node_modules', one)), one).toBe(false);
    // Elsewhere than this clone, and without its packages.
    const image = spawnSync(join(prefix, 'bin/palaver'), ['check', '--mock'], { cwd: prefix, encoding: 'utf8' });
    expect([image.status, image.stderr.includes('error')], image.stdout + image.stderr).toEqual([0, false]);
    expect(existsSync(join(inside, 'scenarios/kubernetes/indexed-job.yml'))).toBe(true);

    const [packed] = readdirSync(context);
    expect(packed).toBe(`palaver-${version}.tgz`);
    copyFileSync(join(context, packed!), join(context, 'palaver-0.0.1.tgz'));
    const refused = run(check);
    expect([refused.status, refused.stderr]).toEqual([1, 'more than one package: rm palaver-*.tgz && npm pack\n']);
  });
});

describe.skipIf(!HAS_NAMESPACES)(`palaver as process 1 of a container${NAMESPACES_HINT}`, () => {
  it('handles SIGTERM: running conversations finish, the report is written, 105', async () => {
    const mock = await startMock({ bot: 'echo', delay: '20ms', workers: 50 });
    const folder = tempFolder();
    const words = ['run', '--say', 'hi', '--vus', '3', '--duration', '10m', '--report-dir', folder];
    const run = startPalaver([...words, '--target', `${mock.url}/token`], {}, AS_PROCESS_1);
    await eventually(() => mock.stats().inputs >= 3);
    const { pid } = run.process;
    const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
    process.kill(Number(child), 'SIGTERM');
    const { code, stderr } = await run.finished;
    const { inputs } = mock.stats();
    await mock.stop();
    expect([code, stderr]).toEqual([105, expect.stringContaining('SIGTERM: no more conversations start')]);
    const report = onlyReport(folder);
    expect([countIn(report, 'inputs_sent'), countIn(report, 'conversations_interrupted')]).toEqual([inputs, 0]);
  });
});
