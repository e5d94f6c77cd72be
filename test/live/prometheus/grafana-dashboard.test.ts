import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { failingRun } from '../../support/observed-run.ts';
import type { Family } from '../../support/prometheus-text.ts';

let scrape: ReadonlyMap<string, Family>;

describe('the Grafana dashboard', () => {
  beforeAll(async () => {
    ({ scrape } = await failingRun());
  });

  const dashboard = JSON.parse(readFileSync('scenarios/grafana-dashboard.json', 'utf8')) as Dashboard;
  const queries = [
    ...dashboard.panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr }))),
    ...dashboard.templating.list.flatMap(({ label: title, definition: expr }) => (expr ? [{ title, expr }] : [])),
  ];

  it('has a query in every panel', () => {
    expect(queries.length).toBeGreaterThan(40);
    const silent = dashboard.panels.filter(({ type, targets = [] }) => type !== 'row' && targets.length === 0);
    expect(silent).toEqual([]);
  });

  it.each(queries)('queries in "$title" only exported metrics: $expr', ({ expr }) => {
    const asked = [...expr.matchAll(/(palaver_\w+)(?:\{([^}]*)\})?/g)];
    expect(asked.length).toBeGreaterThan(0);
    for (const [, name, selector = ''] of asked) {
      const labels = labelsOf(name!);
      expect([name, labels.size > 0]).toEqual([name, true]);
      const selected = [...selector.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label]) => label!);
      expect([...labels, ...OF_PROMETHEUS]).toEqual(expect.arrayContaining(selected));
    }
    const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, names]) => names!.split(/\s*,\s*/));
    const known = asked.flatMap(([, name]) => [...labelsOf(name!)]);
    expect(known).toEqual(expect.arrayContaining(grouped));
    const wanted = /label_values\(.*, (\w+)\)$/.exec(expr)?.[1];
    if (wanted) expect([...known, ...OF_PROMETHEUS]).toContain(wanted);
  });

  it('excludes no failed turn from a quantile of turns', () => {
    const ranked = queries.filter(({ expr }) => /palaver_(first_output|turn)_seconds_bucket/.test(expr));
    const survivors = ranked.filter(({ expr }) => expr.includes('histogram_quantile') && !/_censored_total/.test(expr));
    expect(survivors).toEqual([]);
  });
});

interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly type: string;
    readonly targets?: readonly { readonly expr: string }[];
  }[];
  readonly templating: { readonly list: readonly { readonly label: string; readonly definition?: string }[] };
}

/** Prometheus adds them to whatever it fetches. */
const OF_PROMETHEUS = ['job', 'instance'];
/** On what falls into the warm-up; nothing may have, of a metric that is seldom. */
const LEFT_OUT = 'excluded';

/** The labels of all samples of that name; empty where there are none. */
function labelsOf(name: string): Set<string> {
  const samples = [...scrape.values()].flatMap((family) => family.samples).filter((sample) => sample.name === name);
  if (samples.length === 0) return new Set();
  return new Set([...samples.flatMap(({ labels }) => Object.keys(labels)), LEFT_OUT]);
}
