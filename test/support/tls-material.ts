import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** In CI the tests are never skipped: they fail if it is missing. */
export const hasOpenssl = process.env.CI === 'true' || spawnSync('openssl', ['version']).error === undefined;
export const OPENSSL_HINT = hasOpenssl ? '' : ' (needs apt-get install openssl)';

export interface KeyAndCert {
  readonly key: string;
  readonly cert: string;
}

/** PEM texts of a private CA, a server certificate for `names`, and a client certificate, made with openssl. */
export interface TlsMaterial {
  readonly ca: string;
  readonly server: KeyAndCert;
  readonly client: KeyAndCert;
}

export function makeTlsMaterial(names = ['DNS:localhost', 'DNS:endpoint.test', 'IP:127.0.0.1']): TlsMaterial {
  const folder = mkdtempSync(join(tmpdir(), 'palaver-tls-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const signed = (name: string, extension: string): KeyAndCert => {
    openssl('req', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    writeFileSync(join(folder, `${name}.ext`), extension);
    const signedBy = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2'];
    openssl('x509', '-req', '-in', `${name}.csr`, ...signedBy, '-extfile', `${name}.ext`, '-out', `${name}.pem`);
    return {
      key: readFileSync(join(folder, `${name}.key`), 'utf8'),
      cert: readFileSync(join(folder, `${name}.pem`), 'utf8'),
    };
  };
  try {
    openssl('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=private CA', '-days', '2');
    return {
      ca: readFileSync(join(folder, 'ca.pem'), 'utf8'),
      server: signed('server', `subjectAltName=${names.join(',')}`),
      client: signed('client', 'extendedKeyUsage=clientAuth'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
