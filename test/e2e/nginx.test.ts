import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MockServer, startMock } from '../../src/mock/mock-server.ts';
import { freePorts, hasNginx, NGINX_HINT, type Nginx, startNginx } from '../support/nginx.ts';
import { palaver } from '../support/palaver.ts';
import { hasOpenssl, makeTlsMaterial, OPENSSL_HINT, type TlsMaterial } from '../support/tls-material.ts';

/** The servers of the configuration, each at a port of its own. */
const SERVERS = ['plain', 'tls', 'client', 'client12', 'dropped', 'moved', 'limited', 'basic', 'down'] as const;

type Server = (typeof SERVERS)[number];

function configuration(port: Readonly<Record<Server, number>>, upstream: string): string {
  const pass = `proxy_pass ${upstream};`;
  const server = (name: Server, inside: string, listen = '') =>
    `server { listen 127.0.0.1:${port[name]} ${listen}; ${inside} }`;
  const certificate = 'ssl_certificate server.pem; ssl_certificate_key server.key;';
  const wanted = `${certificate} ssl_client_certificate ca.pem; ssl_verify_client on;`;
  return [
    'proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";',
    'limit_req_zone $server_port zone=few:1m rate=1r/m;',
    server('plain', `location / { ${pass} }`),
    server('tls', `${certificate} location / { ${pass} }`, 'ssl'),
    server('client', `${wanted} location / { ${pass} }`, 'ssl'),
    server('client12', `ssl_protocols TLSv1.2; ${wanted} location / { ${pass} }`, 'ssl'),
    server('dropped', `location / { proxy_set_header Upgrade ""; proxy_set_header Connection ""; ${pass} }`),
    server('moved', 'return 301 https://elsewhere.test$request_uri;'),
    server(
      'limited',
      `location / { limit_req zone=few; limit_req_status 429; add_header Retry-After 7 always; ${pass} }`,
    ),
    server('basic', `auth_basic "bots"; auth_basic_user_file users; location / { ${pass} }`),
    server('down', 'location / { proxy_pass http://127.0.0.1:1; }'),
  ].join('\n');
}

describe.runIf(hasNginx && hasOpenssl)(`behind nginx${hasNginx ? '' : NGINX_HINT}${OPENSSL_HINT}`, () => {
  let ca: string;
  let server: TlsMaterial['server'];
  let mock: MockServer;
  let nginx: Nginx;
  let ports: Record<Server, number>;

  beforeAll(async () => {
    ({ ca, server } = makeTlsMaterial());
    mock = await startMock({ bot: 'echo', delay: '5ms', ready: '5ms', token: 'nginx-test-token' });
    const free = await freePorts(SERVERS.length);
    ports = Object.fromEntries(SERVERS.map((name, index) => [name, free[index]])) as Record<Server, number>;
    const files = {
      'ca.pem': ca,
      'server.pem': server.cert,
      'server.key': server.key,
      users: 'load:{PLAIN}pass-of-load',
    };
    nginx = await startNginx(configuration(ports, mock.url), files, ports.plain);
  });

  afterAll(async () => {
    await nginx?.stop();
    await mock?.stop();
  });

  const check = (name: Server, scheme = 'http', ...args: string[]) =>
    palaver(['check', '-t', `${scheme}://127.0.0.1:${ports[name]}/nginx-test-token`, '--insecure', ...args]);

  it('an endpoint works', async () => {
    expect(await check('plain')).toMatchObject({ code: 0 });
    expect(await check('tls', 'https')).toMatchObject({ code: 0 });
  });

  it.each([
    ['plain HTTP at the port of TLS', 'tls', 'http', /HTTP 400 .*plain HTTP request.*https:\/\//],
    ['no client certificate, TLS 1.3', 'client', 'https', /No required SSL certificate was sent.*--cert and --key/],
    ['no client certificate, TLS 1.2', 'client12', 'https', /No required SSL certificate was sent.*--cert and --key/],
    ['Upgrade is dropped', 'dropped', 'http', /HTTP 400 \(bad request\) .*forward Upgrade and Connection/],
    ['a redirect', 'moved', 'http', /HTTP 301 \(moved permanently\) to https:\/\/elsewhere\.test\/socket\.io\//],
    ['basic authentication', 'basic', 'http', /HTTP 401 .*asks for Basic credentials; add them with --header/],
    ['the service behind it is down', 'down', 'http', /HTTP 502 \(bad gateway\) /],
  ] as const)('%s is explained', async (_what, name, scheme, told) => {
    const { code, stdout, stderr } = await check(name, scheme);
    const shown = (stdout + stderr).replace(/\s+/g, ' ');
    expect(shown).toMatch(told);
    expect(shown).not.toContain('nginx-test-token');
    expect(code).toBe(114);
  });

  it('a request limit is reported, with when to retry', async () => {
    await check('limited');
    const { code, stdout, stderr } = await check('limited');
    expect(stdout + stderr).toMatch(/HTTP 429 \(too many requests\), retry after 7\.00 s/);
    expect(code).toBe(114);
  });

  it('Basic credentials in --header work', async () => {
    const credentials = Buffer.from('load:pass-of-load').toString('base64');
    expect(await check('basic', 'http', '--header', `Authorization: Basic ${credentials}`)).toMatchObject({ code: 0 });
  });
});
