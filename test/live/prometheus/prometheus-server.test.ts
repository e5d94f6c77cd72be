import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { PrometheusServer } from '../../../src/live/prometheus-server.ts';
import { rememberSecret } from '../../../src/platform/redact.ts';
import { realTime } from '../../../src/platform/time/real-time.ts';
import { ask } from '../../support/live-client.ts';
import { parseExposition, sumOf } from '../../support/prometheus-text.ts';
import { appendConversation, recorderOf } from '../../support/sample-run.ts';

const HERE = { host: '127.0.0.1', port: 0 };
const LABELS = { run: 'plv-1', name: 'booking', scenario: 'booking', version: '1.2.3' };
const IDENTITY = { ...LABELS, startedAt: '2026-01-31T14:25:00.000Z' };
const opened: PrometheusServer[] = [];

/** A server whose time stands still until told otherwise, and a run that talks once whenever it is told to. */
async function serving(address = HERE) {
  const clock = { us: 0, nowUs: () => clock.us };
  const server = await PrometheusServer.open(address, clock);
  opened.push(server);
  const { table, recorder } = recorderOf();
  const load = { startUs: 0, windows: [], workers: 1, shards: [] };
  const run = { ...load, recorder, activeVus: 7, elapsedMs: () => 1500, findings: { errors: [] } };
  const talk = () =>
    appendConversation(recorder, table, [
      { step: 0, atMs: 0, outcome: 'completed', firstOutputUs: 812_000, turnUs: 900_000 },
    ]);
  const turns = async () => sumOf(parseExposition((await ask(server.url)).body), 'palaver_turns_total');
  return { server, clock, run, talk, turns };
}

describe('the metrics endpoint', () => {
  afterEach(() => {
    for (const server of opened.splice(0)) server.close();
  });

  it('shows the state of the run', async () => {
    const { server, run, talk } = await serving();
    talk();
    server.begin(run, IDENTITY);
    const { statusCode, headers, body } = await ask(server.url);
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(headers['cache-control']).toBe('no-store');
    const families = parseExposition(body);
    expect(families.get('palaver_run_info')?.samples[0]?.labels).toEqual(LABELS);
    expect(sumOf(families, 'palaver_active_vus')).toBe(7);
    expect(sumOf(families, 'palaver_run_elapsed_seconds')).toBe(1.5);
    expect(sumOf(families, 'palaver_turns_total', { outcome: 'completed' })).toBe(1);
  });

  it('labels everything with the place of the load generator', async () => {
    const { server, run, talk } = await serving();
    talk();
    server.begin(run, { ...IDENTITY, place: 'eu-west' });
    const families = parseExposition((await ask(server.url)).body);
    const labels = [...families.values()].flatMap(({ samples }) => samples.map((sample) => sample.labels));
    expect(labels.length).toBeGreaterThan(50);
    expect(new Set(labels.map(({ place }) => place))).toEqual(new Set(['eu-west']));
    expect(families.get('palaver_run_info')?.samples[0]?.labels).toEqual({ ...LABELS, place: 'eu-west' });
  });

  it('shows nothing before the run starts', async () => {
    const { server } = await serving();
    expect(await ask(server.url)).toMatchObject({ statusCode: 200, body: '\n' });
  });

  it('answers scrapes in quick succession with one result, then with a new one', async () => {
    const { server, run, talk, turns, clock } = await serving();
    server.begin(run, IDENTITY);
    talk();
    expect(await turns()).toBe(1);
    talk();
    clock.us = 499_000;
    expect(await turns()).toBe(1);
    clock.us = 500_000;
    expect(await turns()).toBe(2);
  });

  it('renders less often if rendering takes long', async () => {
    const { server, run, talk, turns, clock } = await serving();
    const slow = { ...run, elapsedMs: () => (clock.us += 100_000) };
    server.begin(slow, IDENTITY);
    talk();
    expect(await turns()).toBe(1);
    talk();
    clock.us = 1_999_000;
    expect(await turns()).toBe(1);
    clock.us = 2_000_000;
    expect(await turns()).toBe(2);
  });

  it('hides secrets in names', async () => {
    const { server, run } = await serving();
    rememberSecret('0123456789abcdef-secret');
    server.begin(run, { ...IDENTITY, name: 'load of 0123456789abcdef-secret' });
    expect((await ask(server.url)).body).not.toContain('0123456789abcdef');
  });

  it.each([
    ['another path', '/', {}, 404],
    ['a longer path', '/metrics/x', {}, 404],
    ['a name from elsewhere', '/metrics', { headers: { host: 'evil.example:9464' } }, 403],
    ['something sent', '/metrics', { method: 'POST' }, 405],
  ])('rejects %s', async (_, path, options, status) => {
    const { server } = await serving();
    expect((await ask(new URL(path, server.url).href, options)).statusCode).toBe(status);
  });

  it('answers HEAD without a body, and ignores a query string', async () => {
    const { server, run } = await serving();
    server.begin(run, IDENTITY);
    expect(await ask(server.url, { method: 'HEAD' })).toMatchObject({ statusCode: 200, body: '' });
    expect((await ask(`${server.url}?a=b`)).statusCode).toBe(200);
  });

  it('accepts any host name if others can reach it', async () => {
    const { server } = await serving({ host: '0.0.0.0', port: 0 });
    const { port } = new URL(server.url);
    const options = { headers: { host: `loadgen-1:${port}` } };
    expect((await ask(`http://127.0.0.1:${port}/metrics`, options)).statusCode).toBe(200);
  });

  it('reports that the port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(PrometheusServer.open({ host: '127.0.0.1', port }, realTime.clock)).rejects.toMatchObject({
      message: expect.stringContaining(
        `the endpoint for Prometheus cannot listen on 127.0.0.1:${port}: the port is in use`,
      ),
      hint: 'use another port (--prometheus=0 for any free one)',
    });
    other.close();
  });
});
