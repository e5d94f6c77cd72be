import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COUNTERS, RATES, TRENDS } from '../../src/measure/metrics.ts';

const { goodput, ...rates } = RATES;
const README = readFileSync('reports/README.md', 'utf8');

describe('the tables of metrics', () => {
  it.each([
    ['Latencies and durations', TRENDS],
    ['Rates', rates],
    ['Throughput', { goodput }],
    ['Counters', COUNTERS],
  ])('describe %s in the words of Prometheus HELP', (heading, described) => {
    const section = README.split(`### ${heading}\n`)[1]!.split('\n#')[0]!;
    const rows = [...section.matchAll(/^\| `(\w+)` \| (.+) \|$/gm)].map(([, name, text]) => [
      name,
      text!.replace(/[`*]/g, ''),
    ]);
    expect(Object.fromEntries(rows)).toEqual(described);
    expect(rows).toHaveLength(Object.keys(described).length);
  });
});
