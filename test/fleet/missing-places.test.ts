import { expect, it } from 'vitest';
import { refuseMissingPlaces } from '../../src/fleet/coordinator/wanted-agents.ts';
import { parseThreshold } from '../../src/verdict/parse-threshold.ts';
import { refusal } from '../support/refusal.ts';

const conditions = ['turn p95 < 1s', 'turn{place=mars} p95 < 1s'].map(parseThreshold);

it('conditions can only be on places that agents of the run have', () => {
  const refused = (places: readonly (string | undefined)[], what?: string) => {
    const { message, hint, exit } = refusal(() =>
      refuseMissingPlaces(
        conditions,
        places.map((place) => ({ place })),
        what,
      ),
    );
    return [message, hint, exit];
  };
  const message = 'turn{place=mars} p95 < 1s: no agent of the run has the place "mars"';
  expect(refused(['eu', undefined, 'us', 'eu'])).toEqual([
    `threshold ${message}`,
    'places of the run: eu, us',
    'invalid',
  ]);
  expect(refused([undefined], '--stop-on')).toEqual([
    `--stop-on ${message}`,
    'start agents with --place NAME',
    'invalid',
  ]);
  expect(() => refuseMissingPlaces(conditions, [{ place: 'mars' }])).not.toThrow();
});
