import { describe, expect, it } from 'vitest';
import { packageFacts } from '../../src/platform/files/package-facts.ts';
import { unmetNeed } from '../../src/platform/process/runtime.ts';

const RANGE = '^20.19.0 || >=22.12.0';

describe('the runtime requirements', () => {
  it.each(['20.19.0', '20.19.1', '20.20.2', '22.12.0', '22.13.4', '23.0.0', '24.21.0', '26.0.0-nightly2026'])(
    'is met by Node %s',
    (node) => expect(unmetNeed({ node }, RANGE)).toBeUndefined(),
  );

  it.each(['14.21.3', '18.20.8', '20.18.3', '21.7.3', '22.0.0', '22.11.9'])('are not met by Node %s', (node) => {
    expect(unmetNeed({ node }, RANGE)).toEqual({
      of: 'everything',
      text: `needs Node.js ${RANGE}; this is Node.js ${node}`,
    });
  });

  it.each([
    ['bun', 'Bun'],
    ['deno', 'Deno'],
  ])('for load are not met by %s, whatever Node version it reports', (key, name) => {
    expect(unmetNeed({ node: '26.3.0', [key]: '1.4.5' }, RANGE)).toEqual({
      of: 'load',
      text: `needs Node.js ${RANGE} to generate load; this is ${name} 1.4.5`,
    });
  });

  it('come from package.json, and this Node meets them', () => {
    expect(unmetNeed(process.versions, packageFacts().engines.node)).toBeUndefined();
  });
});
