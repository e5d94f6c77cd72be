import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exposition } from '../../../src/live/prometheus/exposition.ts';
import { readPrometheusText } from '../../support/prometheus-text.ts';

describe('the text that Prometheus scrapes', () => {
  it('has help, type and series of a metric together', () => {
    const text = exposition([
      { name: 'a_total', help: 'of a\\b,\nin lines', type: 'counter', series: [{ labels: { x: '1' }, value: 3 }] },
      { name: 'b', help: 'bare', type: 'gauge', series: [{ labels: {}, value: 0.25 }] },
      {
        name: 'c_seconds',
        help: 'long',
        type: 'histogram',
        bounds: [0.5, 1],
        series: [{ labels: { x: '1' }, cumulative: [1, 2], count: 4, sum: 7.5 }],
      },
    ]);
    expect(text).toBe(
      [
        '# HELP a_total of a\\\\b,\\nin lines',
        '# TYPE a_total counter',
        'a_total{x="1"} 3',
        '# HELP b bare',
        '# TYPE b gauge',
        'b 0.25',
        '# HELP c_seconds long',
        '# TYPE c_seconds histogram',
        'c_seconds_bucket{x="1",le="0.5"} 1',
        'c_seconds_bucket{x="1",le="1"} 2',
        'c_seconds_bucket{x="1",le="+Inf"} 4',
        'c_seconds_sum{x="1"} 7.5',
        'c_seconds_count{x="1"} 4',
        '',
      ].join('\n'),
    );
    expect(readPrometheusText(text).types.size).toBe(3);
  });

  it('gives every label back as it was', () => {
    const hostile = fc.oneof(fc.string(), fc.constantFrom('"', '\\', '\n', '\\n', '"} 1\nfake 2', '\\"', '{},='));
    fc.assert(
      fc.property(hostile, hostile, (left, right) => {
        const labels = { left, right };
        const text = exposition([{ name: 'a', help: 'a', type: 'gauge', series: [{ labels, value: 1 }] }]);
        expect(readPrometheusText(text).samples).toEqual([{ name: 'a', labels, value: 1 }]);
      }),
    );
  });

  it('writes what is no number as Go reads it', () => {
    const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e21, 1e-7];
    const series = values.map((value, index) => ({ labels: { i: String(index) }, value }));
    const { samples } = readPrometheusText(exposition([{ name: 'a', help: 'a', type: 'gauge', series }]));
    expect(samples.map(({ value }) => value)).toEqual(values);
  });
});
