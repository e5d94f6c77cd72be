import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { palaver, tempFolder } from '../support/palaver.ts';
import { hasOpenssl, makeTlsMaterial, OPENSSL_HINT, type TlsMaterial } from '../support/tls-material.ts';
import { WireServer } from '../support/wire-server.ts';

async function startTlsEndpoint(tls: { readonly key: string; readonly cert: string }): Promise<string> {
  const server = await WireServer.start({ tls });
  server.onInput = (socket, { text }) => {
    socket.emit('output', { type: 'output', data: { text } });
    socket.emit('output', { type: 'finalPing', data: { type: 'regular' } });
  };
  onTestFinished(() => server.stop());
  return server.url();
}

const written = (text: string) => {
  const path = join(tempFolder(), 'ca.pem');
  writeFileSync(path, text);
  return path;
};

describe.runIf(hasOpenssl)(`--ca${OPENSSL_HINT}`, () => {
  let here: TlsMaterial;
  let elsewhere: TlsMaterial;
  let trust: Record<string, string>;

  beforeAll(() => {
    here = makeTlsMaterial();
    elsewhere = makeTlsMaterial();
    trust = { NODE_EXTRA_CA_CERTS: written(here.ca) };
  });

  it('adds to what NODE_EXTRA_CA_CERTS trusts', async () => {
    const url = await startTlsEndpoint(here.server);
    const both = await palaver(['check', '-t', url, '--ca', written(elsewhere.ca)], trust);
    expect(both.code, both.stderr).toBe(0);
  });

  it('alone trusts only its own private CA', async () => {
    const url = await startTlsEndpoint(here.server);
    const one = await palaver(['check', '-t', url, '--ca', written(elsewhere.ca)], { NODE_EXTRA_CA_CERTS: '' });
    expect(one.code).toBe(114);
    expect(one.stderr + one.stdout).toContain('CA of the certificate is not trusted');
  });
});
