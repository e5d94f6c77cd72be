import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { isAllowedHost } from '../../src/live/allowed-host.ts';
import { DashboardServer } from '../../src/live/dashboard-server.ts';
import { isLoopbackAddress, parseListenAddress } from '../../src/live/listen-address.ts';
import { realTime } from '../../src/platform/time/real-time.ts';
import type { PageModel } from '../../src/render/page/page-model.ts';
import { eventually } from '../support/eventually.ts';
import { ask, listenTo } from '../support/live-client.ts';
import { sampleReport } from '../support/sample-report.ts';

const HERE = { host: '127.0.0.1', port: 0 };
const opened: DashboardServer[] = [];

async function dashboard(): Promise<DashboardServer> {
  const server = await DashboardServer.open(HERE, realTime);
  opened.push(server);
  return server;
}

/** A client that reads only once it is resumed. */
async function slowReader(url: string) {
  const [response] = (await once(get(`${url}events`), 'response')) as [IncomingMessage];
  let text = '';
  response.setEncoding('utf8').on('data', (part) => {
    text += part;
  });
  response.pause();
  const models = () =>
    [...text.matchAll(/^event: model\ndata: (.*)\n\n/gm)].map(([, json]) => JSON.parse(json!) as PageModel);
  return { response, models };
}

describe('the dashboard of a run', () => {
  afterEach(async () => {
    for (const server of opened.splice(0)) await server.close(undefined);
  });

  it('serves the page, which may contact no other host', async () => {
    const server = await dashboard();
    const page = await ask(server.url);
    expect(page.statusCode).toBe(200);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(page.body).toContain('<html lang="en" data-live="events">');
    expect(page.body.includes('connect-src')).toBe(true);
  });

  it('sends the latest report at once, each later one, and the end', async () => {
    const server = await dashboard();
    server.report(sampleReport(3));
    const { heard, models, names } = listenTo(server.url);
    await eventually(() => models().length === 1);
    expect(heard.text.startsWith('retry: 1000\n\n')).toBe(true);
    expect(models()[0]).toMatchObject({ running: true, verdict: { status: 'running' } });
    server.report(sampleReport(4));
    await eventually(() => models().length === 2);
    await server.close(sampleReport(5));
    await eventually(() => heard.over);
    expect(names()).toEqual(['model', 'model', 'model', 'end']);
    expect(models()[2]).toMatchObject({ running: false });
    expect((await ask(server.url).catch((error) => error)).code).toMatch(/^ECONN/);
  });

  it('has the current state for a reloaded page', async () => {
    const server = await dashboard();
    for (const count of [3, 4, 5]) server.report(sampleReport(count));
    const { models } = listenTo(server.url);
    await eventually(() => models().length === 1);
    expect(models()[0]!.keyMetrics.find(({ label }) => label === 'conversations')?.value).toBe('5');
  });

  it('keeps only the latest report for a slow client', async () => {
    const server = await dashboard();
    const slow = await slowReader(server.url);
    for (let count = 1; count <= 30; count++) server.report(sampleReport(count));
    slow.response.resume();
    const conversations = () => slow.models().map(({ keyMetrics }) => keyMetrics[0]?.value);
    await eventually(() => conversations().at(-1) === '30');
    // Those that the buffer of the connection took before it was full.
    expect(conversations().length).toBeLessThan(10);
  });

  it('does not wait for a slow client at the end', async () => {
    const server = await dashboard();
    const { response } = await slowReader(server.url);
    // More than the buffers of any socket.
    await server.close({ ...sampleReport(3), notes: ['x'.repeat(32 * 2 ** 20)] });
    response.destroy();
  });

  it('serves the report unchanged', async () => {
    const server = await dashboard();
    expect((await ask(`${server.url}report.json`)).statusCode).toBe(404);
    const report = sampleReport(3);
    server.report(report);
    const { headers, body } = await ask(`${server.url}report.json`);
    expect(headers['content-type']).toBe('application/json');
    expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify(report)));
  });

  it.each([
    ['another path', '../package.json', {}, 404],
    ['a name from elsewhere', '', { headers: { host: 'evil.example:5665' } }, 403],
    ['something sent', '', { method: 'POST' }, 405],
  ])('rejects %s', async (_, path, options, status) => {
    const server = await dashboard();
    expect((await ask(server.url + path, options)).statusCode).toBe(status);
  });

  it('reports that the port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(DashboardServer.open({ host: '127.0.0.1', port }, realTime)).rejects.toThrow(
      `the dashboard cannot listen on 127.0.0.1:${port}: the port is in use`,
    );
    other.close();
  });
});

it.each([
  ['5665', { host: '127.0.0.1', port: 5665 }],
  ['0', { host: '127.0.0.1', port: 0 }],
  ['0.0.0.0:80', { host: '0.0.0.0', port: 80 }],
  ['box.local:80', { host: 'box.local', port: 80 }],
  ['[::1]:80', { host: '::1', port: 80 }],
  ['65536', undefined],
  ['http://a:1', undefined],
  ['scenario.yml', undefined],
  ['', undefined],
])('the listen address %s', (text, address) => {
  expect(parseListenAddress(text)).toEqual(address);
});

it('only loopback addresses keep others out', () => {
  const loopback = (host: string) => isLoopbackAddress({ host, port: 1 });
  expect(['127.0.0.1', 'localhost', '::1', '127.9.9.9'].map(loopback)).not.toContain(false);
  expect(['0.0.0.0', '::', 'box.local'].map(loopback)).not.toContain(true);
});

it('a Host header may be an address, localhost or the configured name, and no other', () => {
  const allowed = (host: string | undefined) => isAllowedHost(host, 'box.local');
  expect(['127.0.0.1:5665', 'localhost:1', '[::1]:80', 'BOX.local:5', '10.0.0.7'].map(allowed)).not.toContain(false);
  expect(['evil.example', 'localhost.evil.example:80', undefined, ''].map(allowed)).not.toContain(true);
});
