import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { buildPageModel } from '../../src/render/build-page-model.ts';
import { eventually } from '../support/eventually.ts';
import { ask, listenTo } from '../support/live-client.ts';
import { onlyReport, palaver, scenarioFile, startPalaver, tempFolder } from '../support/palaver.ts';
import { parseExposition, sumOf } from '../support/prometheus-text.ts';

const SCENARIO = `
mock: { bot: echo, delay: 20ms }
load: { closed: { vus: 3, duration: 1h, gracefulStop: 1s } }
defaults: { think: 50ms }
conversations: [ { name: talk, steps: [one, two] } ]
`;

describe('a run with live views', () => {
  it('shows its progress in dashboard and Prometheus, and its end in the dashboard', { timeout: 60_000 }, async () => {
    const folder = tempFolder();
    const run = startPalaver([
      'run',
      scenarioFile(folder, SCENARIO),
      '--mock',
      '--dashboard=0',
      '--prometheus=0',
      '--report-dir',
      folder,
    ]);
    let stderr = '';
    run.process.stderr!.on('data', (text) => {
      stderr += text;
    });
    await run.said(/dashboard: \S+\n/);
    const [metrics, dashboard] = ['metrics', 'dashboard'].map((what) => stderr.match(`${what}: (\\S+)\n`)![1]!);
    const first = listenTo(dashboard!);
    await eventually(() => first.models().some(({ keyMetrics }) => turnsIn(keyMetrics) > 0));
    const scrape = async () => sumOf(parseExposition((await ask(metrics!)).body), 'palaver_turns_total');
    const before = await scrape();
    expect(before).toBeGreaterThan(0);
    await eventually(async () => (await scrape()) > before);
    // A page that is loaded again has the present at once.
    const again = listenTo(dashboard!);
    await eventually(() => again.models().length > 0);
    expect(turnsIn(again.models()[0]!.keyMetrics)).toBeGreaterThanOrEqual(turnsIn(first.models()[0]!.keyMetrics));
    // It lasts until all has been seen, however slow the machine is.
    run.process.kill('SIGINT');
    const { code } = await run.finished;
    expect(code).toBe(105);
    await eventually(() => first.heard.over && again.heard.over);
    const report = onlyReport(folder);
    const final = JSON.parse(JSON.stringify(buildPageModel(report, { running: false })));
    expect(first.names().at(-1)).toBe('end');
    expect([first.models().at(-1), again.models().at(-1)]).toEqual([final, final]);
    expect(first.models().length).toBeGreaterThan(2);
  });

  it.each(['dashboard', 'prometheus'])('does not start if the port for --%s is in use', async (option) => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const folder = tempFolder();
    const { code, stderr } = await palaver([
      'run',
      scenarioFile(folder, SCENARIO),
      '--mock',
      `--${option}=${port}`,
      '--report-dir',
      folder,
    ]);
    other.close();
    expect(code).toBe(104);
    expect(stderr).toContain(`cannot listen on 127.0.0.1:${port}: the port is in use`);
    expect(stderr).toContain(`use another port (--${option}=0 for any free one)`);
    expect(() => onlyReport(folder)).toThrow('found 0');
  });
});

function turnsIn(metrics: readonly { readonly label: string; readonly value: string }[]): number {
  return Number(metrics.find(({ label }) => label === 'turns')?.value ?? 0);
}
