import { describe, expect, it } from 'vitest';
import { buildPageModel } from '../../src/render/build-page-model.ts';
import type { PageModel } from '../../src/render/page/page-model.ts';
import { eventually } from '../support/eventually.ts';
import { fleetOf } from '../support/fleet.ts';
import { ask, listenTo } from '../support/live-client.ts';
import { hasNats, NATS_HINT } from '../support/nats-server.ts';
import { parseExposition, sumOf } from '../support/prometheus-text.ts';

const SCENARIO = `
name: fleet
targets:
  bot: \${BOT_URL}
defaults: { think: 20ms }
load: { closed: { vus: 6, duration: 1h, startSpread: 50ms, gracefulStop: 1s } }
conversations: [ { name: talk, steps: [one, two] } ]
`;
const PLACES = ['eu', 'us'] as const;

describe.skipIf(!hasNats)(`a run on a fleet with live views${hasNats ? '' : NATS_HINT}`, { timeout: 120_000 }, () => {
  it('shows the sum of its agents, and each place', async () => {
    const fleet = await fleetOf(
      PLACES.map((place) => ({ name: `agent-${place}`, place })),
      { scenario: SCENARIO },
    );
    const run = fleet.run('--agents', '2', '--dashboard=0', '--prometheus=0');
    let stderr = '';
    run.process.stderr!.on('data', (text) => {
      stderr += text;
    });
    await run.said(/dashboard: \S+\n/);
    const [metrics, dashboard] = ['metrics', 'dashboard'].map((what) => stderr.match(`${what}: (\\S+)\n`)![1]!);

    const scrape = async () => parseExposition((await ask(metrics!)).body);
    let scraped = await scrape();
    const turnsAt = (place: string) => sumOf(scraped, 'palaver_turn_seconds_count', { place });
    await eventually(async () => {
      scraped = await scrape();
      return sumOf(scraped, 'palaver_active_vus') === 6 && PLACES.every((place) => turnsAt(place) > 0);
    });
    // All of one scrape is of the same instants, in every histogram.
    for (const place of PLACES) {
      const ended = sumOf(scraped, 'palaver_turns_total', { place });
      expect([turnsAt(place), sumOf(scraped, 'palaver_first_output_seconds_count', { place })]).toEqual([ended, ended]);
    }
    expect(sumOf(scraped, 'palaver_conversation_seconds_count')).toBeGreaterThan(0);
    expect(sumOf(scraped, 'palaver_turns_total')).toBe(turnsAt('eu') + turnsAt('us'));
    expect(sumOf(scraped, 'palaver_turns_total')).toBeLessThanOrEqual(fleet.mock.stats().inputs);
    const workers = scraped.get('palaver_worker_samples_lost_total')!.samples.map(({ labels }) => labels.worker);
    expect(workers).toEqual(['agent-eu 1/2', 'agent-us 2/2']);

    const page = listenTo(dashboard!);
    await eventually(() => page.models().some((model) => PLACES.every((place) => totalAt(model, place) > 0)));
    run.process.kill('SIGINT');
    expect((await run.finished).code).toBe(105);
    await eventually(() => page.heard.over);
    const report = fleet.report();
    expect(page.models().at(-1)).toEqual(JSON.parse(JSON.stringify(buildPageModel(report, { running: false }))));
    const turn = report.metrics.turn;
    expect(sumOf(scraped, 'palaver_turn_seconds_count')).toBeLessThanOrEqual(turn?.kind === 'trend' ? turn.count : 0);
  });
});

/** Number of first outputs of a place in the table of places. */
function totalAt({ places }: PageModel, place: string): number {
  const column = places?.head.indexOf('total') ?? 0;
  return Number(places?.rows.find(([name]) => name === place)?.[column]?.replaceAll(',', '') ?? 0);
}
