import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { unmetNeed } from '../../src/platform/process/runtime.ts';
import { readDockerfile, said } from '../support/dockerfile.ts';

const STAGES = readDockerfile();
const [install, final] = STAGES as [(typeof STAGES)[number], (typeof STAGES)[number]];
const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly engines: { readonly node: string } };

describe('the Dockerfile', () => {
  it('has a stage that installs, and one that is the image', () => {
    expect(STAGES.map(({ alias }) => alias)).toEqual(['install', undefined]);
    expect(final.base).toBe(install.base);
  });

  it('names one release of Node, which palaver supports', () => {
    const [, node] = /^node:(\d+\.\d+\.\d+)-bookworm-slim$/.exec(install.base)!;
    expect(unmetNeed({ node: node! }, engines.node)).toBeUndefined();
  });

  it('takes the packed package from this folder, and nothing else', () => {
    expect(said(install, 'COPY')).toEqual(['palaver-*.tgz ./']);
    expect(said(final, 'COPY')).toEqual(['--from=install /opt/palaver /opt/palaver']);
    expect([...said(install, 'ADD'), ...said(final, 'ADD')]).toEqual([]);
    const ignored = readFileSync('.dockerignore', 'utf8').split('\n');
    expect(ignored.filter((line) => line !== '' && !line.startsWith('#'))).toEqual(['*', '!palaver-*.tgz']);
  });

  it('runs palaver as a user that is not root, in a folder of that user', () => {
    const [user, ...others] = said(final, 'USER');
    expect([user, others]).toEqual([expect.stringMatching(/^[1-9]\d*:[1-9]\d*$/), []]);
    const [uid, gid] = user!.split(':');
    const [folder] = said(final, 'WORKDIR');
    expect(said(final, 'RUN')).toEqual([`install --directory --owner=${uid} --group=${gid} ${folder}`]);
    expect(said(final, 'ENTRYPOINT')).toEqual(['["palaver"]']);
  });
});
