import { describe, expect, it } from 'vitest';
import { closedLoad } from '../../../src/load/closed-load.ts';
import type { LoadProfile } from '../../../src/load/load-profile.ts';
import { loadScenario } from '../../../src/scenario/load-scenario.ts';
import { type PlannedPeak, plannedPeak } from '../../../src/scenario/plan/planned-peak.ts';
import { openLoadOf } from '../../support/open-load.ts';

const conversationsOf = (text: string) => loadScenario(text, 'x.yml', { env: {}, needTargets: false }).conversations;
/** Of a usual bot 2 s each: two turns of a second. */
const TALK = 'defaults: { think: 0s }\nconversations: [{ steps: [a, b] }]';
const AGAIN = 'defaults: { think: 0s }\nconversations: [{ steps: [a, reconnect: { away: 0s }, b] }]';
const PUSHED = 'defaults: { think: 0s }\nconversations: [{ steps: [a, notify: ready] }]';
const KEPT = 'defaults: { think: 0s }\nidentity: { session: keep }\nconversations: [{ steps: [a, b] }]';
const closed = (vus: number, more: { paceMs?: number; conversations?: number } = {}) =>
  closedLoad({ vus, startSpreadMs: 0, gracefulStopMs: 0, durationMs: 60_000, ...more });
const open = (ratePerSecond: number, maxVus: number) => openLoadOf({ ratePerSecond, durationMs: 60_000, maxVus });

describe('the peak of a load', () => {
  it.each<[string, string, LoadProfile, Partial<PlannedPeak>]>([
    ['of users', TALK, closed(100), { users: 100, connections: 100, maxConnections: 100, connectsPerSecond: 50 }],
    [
      'of users who keep a pace',
      TALK,
      closed(100, { paceMs: 20_000 }),
      { users: 100, connections: 10, maxConnections: 100, connectsPerSecond: 5 },
    ],
    [
      'of users who keep a pace and their sessions',
      KEPT,
      closed(100, { paceMs: 20_000 }),
      { connections: 100, connectsPerSecond: 0, connects: 100 },
    ],
    [
      'of more users than conversations',
      TALK,
      closed(100, { conversations: 7 }),
      { users: 7, connections: 7, maxConnections: 7, connects: 7 },
    ],
    ['of users who connect again', AGAIN, closed(100), { connections: 100, connectsPerSecond: 100 }],
    ['of users who push', PUSHED, closed(100), { connections: 100, maxConnections: 200 }],
    [
      'of arrivals',
      TALK,
      open(20, 500),
      { users: 40, connections: 40, maxConnections: 500, connectsPerSecond: 20, connects: 1200 },
    ],
    [
      'of arrivals that find few users',
      TALK,
      open(20, 10),
      { users: 10, connections: 10, maxConnections: 10, connectsPerSecond: 5 },
    ],
  ])('%s', (_name, text, load, expected) => {
    expect(plannedPeak(conversationsOf(text), load)).toMatchObject(expected);
  });
});
