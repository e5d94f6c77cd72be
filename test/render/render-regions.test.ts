import { expect, it } from 'vitest';
import { renderTables } from '../../src/render/render-tables.ts';
import type { Report } from '../../src/report/report.ts';
import { sampleReport } from '../support/sample-report.ts';

const REGIONS: Report['regions'] = {
  basis: 'paired',
  blockMs: 5250,
  ranking: [
    {
      metric: 'first_output',
      statistic: 'p95',
      unit: 'ms',
      standings: [
        { target: 'eu', value: 390, outcome: 'best' },
        { target: 'us', value: 470, difference: 0.2049, interval95: [0.1068, 0.2911], outcome: 'worse' },
      ],
    },
    {
      metric: 'conversation_completion',
      statistic: 'value',
      unit: 'share',
      standings: [
        { target: 'eu', value: 1, outcome: 'best' },
        { target: 'us', value: 1, difference: 0, interval95: [-0.0176, 0.0176], outcome: 'inconclusive' },
      ],
    },
  ],
  path: [],
};

it('shows each target of a ranking on one line of 80 columns, with its interval', () => {
  const text = renderTables({ ...sampleReport(), regions: REGIONS }, { width: 80 });
  expect(text).toMatch(/^ first_output p95 +eu +390 ms +best$/m);
  expect(text).toMatch(/^ +us +470 ms \+20\.5 % \(\+10\.7 to \+29\.1\) worse$/m);
  expect(text).toMatch(/^ +us +100 % +±0 pp \(−1\.76 to \+1\.76\) inconclusive$/m);
});
