import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { closedLoad } from '../../../src/load/closed-load.ts';
import { openLoad } from '../../../src/load/open-load.ts';
import { loadScenario } from '../../../src/scenario/load-scenario.ts';
import { peakShare } from '../../../src/scenario/plan/peak-window.ts';
import { plannedUse } from '../../../src/scenario/plan/planned-use.ts';

const MINUTE = 60_000;
const scenarioOf = (text: string) => loadScenario(text, 'x.yml', { env: {}, needTargets: false });
const use = (text: string, conversations: number, vus = 1) =>
  plannedUse(scenarioOf(text), closedLoad({ vus, conversations, startSpreadMs: 0, gracefulStopMs: 0 }));
const talk = (inputs: number, more = '') => `{ steps: [${Array(inputs).fill('a').join()}] ${more} }`;

describe('the estimated use of a plan', () => {
  it.each([
    [50, 10],
    [51, 20],
    [101, 30],
  ])('bills %i inputs of a session per 50, rounded up', (inputs, billable) => {
    expect(use(`conversations: [${talk(inputs)}]`, 10)).toMatchObject({
      inputs: inputs * 10,
      billable,
      connections: 10,
    });
  });

  it('bills inject requests, and not notify requests', () => {
    const text = (route: string) =>
      `conversations: [{ steps: [{ repeat: { times: 50, steps: [a] } }, { ${route}: b }] }]`;
    expect(use(text('inject'), 10)).toMatchObject({ inputs: 500, billable: 20 });
    expect(use(text('notify'), 10)).toMatchObject({ inputs: 500, billable: 10 });
  });

  it('bills per 50 inputs of each session, including those started by a reconnect', () => {
    const text = (session: string) =>
      `conversations: [{ steps: [{ repeat: { times: 61, steps: [a] } }, { reconnect: { session: ${session} } }, b] }]`;
    expect(use(text('new'), 12)).toMatchObject({ inputs: 744, billable: 36, connections: 24 });
    expect(use(text('keep'), 12)).toMatchObject({ inputs: 744, billable: 24, connections: 24 });
  });

  it('bills nothing without inputs', () => {
    expect(use('conversations: [{ steps: [{ pause: 1s }] }]', 10)).toMatchObject({ inputs: 0, billable: 0 });
  });

  it('sums over the conversations by weight', () => {
    expect(use(`conversations: [${talk(60, ', weight: 3')}, ${talk(1)}]`, 100)).toMatchObject({ billable: 175 });
  });

  it('counts a kept session and its connection once for all its conversations', () => {
    const text = `identity: { session: keep }\nconversations: [${talk(20)}]`;
    expect(use(text, 10, 2)).toMatchObject({ conversations: 10, connections: 2, billable: 4, contacts: 2 });
  });

  it.each([
    ['perVu', 'conversations: [{ steps: [a] }, { steps: [b] }]', 4],
    ['perConversation', 'identity: { userId: perConversation }\nconversations: [{ steps: [a] }]', 40],
    ['a template of the user', 'identity: { userId: "{{$vu}}@x" }\nconversations: [{ steps: [a] }]', 4],
    ['a template of the conversation', 'identity: { userId: "{{$uuid}}" }\nconversations: [{ steps: [a] }]', 40],
    [
      'a template of the row',
      'identity: { userId: "{{guest}}@x" }\nconversations: [{ feed: scenarios/guests.csv, steps: [a] }]',
      readFileSync('scenarios/guests.csv', 'utf8').trim().split('\n').length - 1,
    ],
  ])('counts contact profiles: %s', (_policy, text, contacts) => {
    expect(use(text, 40, 4).contacts).toBe(contacts);
  });

  it('assumes all users of an open load, as a slow bot would need them', () => {
    const load = openLoad({ ratePerSecond: 5, durationMs: MINUTE, maxVus: 40, gracefulStopMs: 0 });
    expect(plannedUse(scenarioOf('conversations: [{ steps: [a] }]'), load).contacts).toBe(40);
  });

  it('counts connections opened by reconnects', () => {
    expect(use('conversations: [{ steps: [a, { reconnect: 1s }, b] }]', 10).connections).toBe(20);
  });

  it('finds the busiest five minutes and the busiest hour of a long load', () => {
    const load = openLoad({
      stages: [
        { durationMs: 0, ratePerSecond: 1 },
        { durationMs: 120 * MINUTE, ratePerSecond: 1 },
        { durationMs: 0, ratePerSecond: 10 },
        { durationMs: 5 * MINUTE, ratePerSecond: 10 },
      ],
      maxVus: 100,
      gracefulStopMs: 0,
    });
    const { conversations, inputsPerHour, connectionsPer5Minutes } = plannedUse(
      scenarioOf(`conversations: [${talk(2)}]`),
      load,
    );
    expect(conversations).toBe(7200 + 3000);
    expect(connectionsPer5Minutes / 3000).toBeCloseTo(1, 1);
    expect(inputsPerHour / (2 * (3000 + 55 * 60))).toBeCloseTo(1, 1);
  });
});

describe('the share of the busiest window', () => {
  const ramp = closedLoad({ stages: [{ durationMs: 20 * MINUTE, vus: 100 }], startSpreadMs: 0, gracefulStopMs: 0 });

  it('is 1 if the load is shorter than the window', () => {
    expect(peakShare(ramp, 0, 20 * MINUTE)).toBe(1);
  });

  it('is the end of a ramp: for a triangle cut at three quarters, 7/16', () => {
    expect(peakShare(ramp, 0, 5 * MINUTE)).toBeCloseTo(7 / 16, 2);
  });

  it('of a load without a planned end uses the estimated duration', () => {
    const load = closedLoad({ vus: 5, conversations: 1000, startSpreadMs: 0, gracefulStopMs: 0 });
    expect(peakShare(load, 50 * MINUTE, 5 * MINUTE)).toBeCloseTo(0.1, 2);
  });
});
