import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AgentPhase } from '../../src/fleet/wire/messages.ts';
import { KnownError } from '../../src/platform/known-error.ts';
import { decodeShard } from '../../src/run/shards/shard-file.ts';
import { engagedAgent, RUN, type ShortRequest } from '../support/engaged-agent.ts';
import { settled } from '../support/fake-time.ts';
import { LEASE_MS, type RehearsedSetting } from '../support/rehearsed-fleet.ts';

/** The table of `messages.ts`: a phase, or the reason of a refusal. */
const TABLE: Readonly<Record<AgentPhase, Readonly<Record<string, string>>>> = {
  idle: {
    reserve: 'reserved',
    'reserve for another': 'reserved',
    order: `agent a is not reserved for run ${RUN}`,
    status: `agent a is not reserved for run ${RUN}`,
    start: `agent a is not reserved for run ${RUN}`,
    state: `agent a is not reserved for run ${RUN}`,
    release: `agent a is not reserved for run ${RUN}`,
  },
  reserved: {
    order: 'preparing',
    status: 'reserved',
    start: 'agent a is reserved, not ready',
    state: 'reserved',
    release: 'idle',
  },
  preparing: {
    order: 'preparing',
    'order of another shard': 'agent a is preparing, not reserved',
    status: 'preparing',
    start: 'agent a is preparing, not ready',
    state: 'preparing',
  },
  ready: {
    order: 'ready',
    'order of another shard': 'agent a is ready, not reserved',
    status: 'ready',
    start: 'running',
    'start too late': 'shard 1/2 was ready only 100 ms before its start, so it sent nothing',
    state: 'ready',
    release: 'idle',
  },
  failed: {
    order: 'failed',
    status: 'failed',
    start: 'agent a is failed, not ready',
    state: 'failed',
    release: 'idle',
  },
  running: {
    order: 'running',
    'order of another shard': 'agent a is running, not reserved',
    status: 'running',
    start: 'running',
    'another start': 'agent a is running, not ready',
    state: 'running',
    release: 'idle',
  },
  ended: {
    order: 'ended',
    status: 'ended',
    start: 'agent a is ended, not ready',
    state: 'ended',
    release: 'idle',
  },
};
const ENGAGED = {
  reserve: `agent a is reserved for run ${RUN}`,
  'reserve for another': `agent a is reserved for run ${RUN}`,
  'status of another run': 'agent a is not reserved for run another',
};

const asRequest = (name: string): ShortRequest => {
  switch (name) {
    case 'reserve for another':
      return { kind: 'reserve', run: 'another' };
    case 'status of another run':
      return { kind: 'status', run: 'another' };
    case 'another start':
      return { kind: 'start', startUs: 1 };
    case 'order of another shard':
      return { kind: 'order', index: 1 };
    default:
      return { kind: name as ShortRequest['kind'] };
  }
};
const never = () => new Promise<void>(() => {});
const SETTINGS: Readonly<Partial<Record<AgentPhase, RehearsedSetting>>> = {
  reserved: { preparing: never },
  preparing: { preparing: never },
  failed: { preparing: () => Promise.reject(new KnownError('no room', { exit: 'unreachable', hint: 'make room' })) },
  ended: { conversations: 1 },
};
const ROWS = Object.entries(TABLE).flatMap(([phase, row]) =>
  Object.entries(phase === 'idle' ? row : { ...ENGAGED, ...row }).map(
    ([request, outcome]) => [phase as AgentPhase, request, outcome] as const,
  ),
);

describe('an agent that is', () => {
  it.each(ROWS)('%s, asked: %s → %s', async (phase, name, outcome) => {
    const { agent, reach, ask } = await engagedAgent(SETTINGS[phase]);
    await reach(phase);
    const late = name === 'start too late';
    const request = late ? { kind: 'start', startUs: agent.system.clock.nowUs() + 100_000 } : asRequest(name);
    const asked = ask(request as ShortRequest);
    if (outcome.includes(' ')) await expect(asked).rejects.toMatchObject({ message: outcome, exit: 'incomplete' });
    else expect(await asked).toMatchObject({ phase: outcome });
    if (phase === 'idle') return;
    const after = outcome.includes(' ') ? phase : outcome;
    if (after === 'idle') await expect(ask({ kind: 'status' })).rejects.toThrow('is not reserved');
    else expect(await ask({ kind: 'status' })).toMatchObject({ phase: after });
  });

  it.each<[AgentPhase, string | undefined]>([
    ['idle', `agent a is not reserved for run ${RUN}`],
    ['reserved', undefined],
    ['preparing', 'agent a is preparing, not reserved or failed or ended'],
    ['ready', 'agent a is ready, not reserved or failed or ended'],
    ['failed', undefined],
    ['running', 'agent a is running, not reserved or failed or ended'],
    ['ended', undefined],
  ])('%s, asked for its next run, refuses with: %s', async (phase, refusal) => {
    const { reach, ask, reservedFor } = await engagedAgent(SETTINGS[phase]);
    await reach(phase);
    const asked = ask({ kind: 'next', next: 'another' });
    if (refusal !== undefined) return expect(asked).rejects.toThrow(refusal);
    expect(await asked).toEqual({ phase: 'reserved' });
    expect(await reservedFor()).toBe('another');
    // Nothing of the one before is left.
    await expect(ask({ kind: 'status' })).rejects.toThrow(`is not reserved for run ${RUN}`);
    expect(await ask({ kind: 'status', run: 'another' })).toEqual({ phase: 'reserved' });
  });

  it('failed says why, with exit code and hint', async () => {
    const { reach, ask } = await engagedAgent(SETTINGS.failed);
    await reach('failed');
    expect(await ask({ kind: 'status' })).toEqual({
      phase: 'failed',
      failure: { message: 'no room', exit: 'unreachable', hint: 'make room' },
    });
  });

  it('answers a request for its clock in any phase, and refuses unknown requests', async () => {
    const { agent, ask } = await engagedAgent();
    expect(await ask({ kind: 'clock' })).toEqual({ nowUs: agent.system.clock.nowUs() });
    await expect(ask({ kind: 'dance' as never })).rejects.toMatchObject({
      message: 'this agent does not know the request; use the same version of palaver everywhere',
      exit: 'incomplete',
    });
  });
});

describe('the lease of an agent', () => {
  it.each(['reserved', 'ready', 'failed'] as const)('that is %s ends: it is free for another run', async (phase) => {
    const { fleet, agent, reach, reservedFor } = await engagedAgent(SETTINGS[phase]);
    await reach(phase);
    await fleet.time.advance(LEASE_MS - 2000);
    expect(await reservedFor()).toBe(RUN);
    await fleet.time.advance(3000);
    expect(await reservedFor()).toBeUndefined();
    expect(agent.notices.at(-1)).toBe(`run ${RUN}: no message from the coordinator for 30.0 s; free for another run`);
    expect([agent.load.started, agent.load.discarded]).toEqual([[], phase === 'ready' ? 1 : 0]);
  });

  it('that is preparing ends: it is free once its preparation has ended', async () => {
    let finish = () => {};
    const preparing = () =>
      new Promise<void>((resolve) => {
        finish = resolve;
      });
    const { fleet, agent, reach, ask, reservedFor } = await engagedAgent({ preparing });
    await reach('preparing');
    await fleet.time.advance(LEASE_MS + 1000);
    expect(await reservedFor()).toBe(RUN);
    // Too late, so it extends nothing.
    expect(await ask({ kind: 'status' })).toEqual({ phase: 'idle' });
    finish();
    await fleet.time.advance(0);
    expect([await reservedFor(), agent.load.discarded]).toEqual([undefined, 1]);
    await ask({ kind: 'reserve', run: 'another', leaseMs: 10 * LEASE_MS });
    await fleet.time.advance(2 * LEASE_MS);
    expect([await reservedFor(), agent.notices.length]).toEqual(['another', 2]);
  });

  it('that is fetching the order ends: it no longer asks for it', async () => {
    const { fleet, reach, ask, reservedFor } = await engagedAgent();
    fleet.bus.passage = ({ subject }) => (subject === fleet.bus.subjects.order(RUN) ? 'drop' : 'pass');
    await reach('reserved');
    await fleet.time.advance(LEASE_MS - 1000);
    expect(await ask({ kind: 'order' })).toMatchObject({ phase: 'preparing' });
    await fleet.time.advance(3000);
    expect(await reservedFor()).toBe(RUN);
    await fleet.time.advance(3000);
    expect(await reservedFor()).toBeUndefined();
  });

  it('is extended by each status before the load, and by what the coordinator publishes during the load', async () => {
    const { fleet, reach, ask, lend } = await engagedAgent({ conversations: 100 });
    await reach('ready');
    for (let time = 0; time < 3; time++) {
      await fleet.time.advance(LEASE_MS - 1000);
      expect(await ask({ kind: 'status' })).toMatchObject({ phase: 'ready' });
    }
    await ask({ kind: 'start' });
    for (let elapsedMs = 20_000; elapsedMs <= 80_000; elapsedMs += 20_000) {
      await fleet.time.advance(20_000);
      lend({ untilMs: elapsedMs + LEASE_MS });
      // An old message arrives late: a lease only grows.
      lend({ untilMs: 1000 });
      expect(await ask({ kind: 'status' })).toMatchObject({ phase: 'running' });
    }
  });

  it('that is running ends: so does the load; its results name the reason and are kept for another lease', async () => {
    const { fleet, agent, reach, ask, final } = await engagedAgent({ conversations: 100 });
    await reach('running');
    // From its start, 1.5 s after the request.
    await fleet.time.advance(LEASE_MS + 1000);
    expect(agent.load.asked).toEqual([]);
    await fleet.time.advance(1000);
    expect(agent.load.asked).toEqual(['interrupt']);
    expect(await ask({ kind: 'state' })).toMatchObject({ phase: 'ended' });
    expect(final()!.facts.endings).toEqual([
      { exit: 'incomplete', text: expect.stringContaining('no message from the coordinator within the lease') },
    ]);
    await fleet.time.advance(LEASE_MS - 2000);
    expect(await ask({ kind: 'state' })).toMatchObject({ phase: 'ended' });
    await fleet.time.advance(3000);
    await expect(ask({ kind: 'state' })).rejects.toThrow('is not reserved');
  });

  it('that is running ends: another run can reserve it at once', async () => {
    const { fleet, reach, ask, reservedFor } = await engagedAgent({ conversations: 100 });
    await reach('running');
    await fleet.time.advance(LEASE_MS + 2000);
    expect([await reservedFor(), await ask({ kind: 'status' })]).toEqual([undefined, { phase: 'ended' }]);
    expect(await ask({ kind: 'reserve', run: 'another' })).toEqual({ phase: 'reserved' });
    expect(await reservedFor()).toBe('another');
    await expect(ask({ kind: 'state' })).rejects.toThrow(`is not reserved for run ${RUN}`);
  });

  it('of a process that was frozen is not extended by old messages, which it reads first', async () => {
    const { fleet, agent, reach, lend, final } = await engagedAgent({ conversations: 100 });
    await reach('running');
    await fleet.time.advance(5000);
    fleet.time.stall(LEASE_MS + 10_000);
    lend({ untilMs: 2 * LEASE_MS });
    lend({ untilMs: 3 * LEASE_MS });
    await fleet.time.advance(5000);
    expect(agent.load.asked).toEqual(['interrupt']);
    expect(final()!.facts.endings).toMatchObject([{ exit: 'incomplete' }]);
  });

  it('is kept after the end of the load as long as the coordinator is there', async () => {
    const { fleet, reach, lend, reservedFor } = await engagedAgent({ conversations: 1 });
    await reach('ended');
    // It has run for 8.5 s.
    for (const untilMs of [38_000, 66_000, 94_000]) {
      lend({ untilMs });
      await fleet.time.advance(26_000);
      expect(await reservedFor()).toBe(RUN);
    }
    await fleet.time.advance(LEASE_MS);
    expect(await reservedFor()).toBeUndefined();
  });
});

describe('the load of an agent', () => {
  it.each(['stop', 'interrupt'] as const)('ends when the coordinator says %s, once, for its reason', async (how) => {
    const { fleet, agent, reach, lend, final } = await engagedAgent({ conversations: 100 });
    await reach('running');
    await fleet.time.advance(5000);
    const ending = { exit: 'budget', text: 'the budget is used up' } as const;
    lend({ untilMs: LEASE_MS, end: { how, ending } });
    lend({ untilMs: LEASE_MS, end: { how, ending } });
    await fleet.time.advance(1000);
    lend({ untilMs: LEASE_MS, end: { how, ending } });
    await fleet.time.advance(1000);
    expect(agent.load.asked[0]).toBe(how);
    expect(final()!.facts.endings).toEqual([ending]);
  });

  it('ends at once when the coordinator releases it, and its file is written before the response', async () => {
    const { fleet, agent, reach, ask } = await engagedAgent({ conversations: 100 });
    await reach('running');
    await fleet.time.advance(5000);
    expect(await ask({ kind: 'release' })).toEqual({ phase: 'idle' });
    expect(agent.load.asked).toEqual(['interrupt']);
    const file = onlyShard(agent.deps.reportDir);
    expect(decodeShard(readFileSync(file), file).facts.run.stopReason).not.toBe('running');
  });

  it('is never repeated: it has each shard of a run once', async () => {
    const { agent, reach, ask } = await engagedAgent({ conversations: 1 });
    await reach('ended');
    await ask({ kind: 'release' });
    await ask({ kind: 'reserve' });
    await expect(ask({ kind: 'order' })).rejects.toThrow(`agent a already had shard 1/2 of run ${RUN}`);
    expect(await ask({ kind: 'status' })).toMatchObject({ phase: 'reserved' });
    expect(await ask({ kind: 'order', index: 1 })).toMatchObject({ phase: 'preparing' });
    expect(agent.load.started.length).toBe(1);
  });

  it('says that it did not start if the coordinator releases it before', async () => {
    const { agent, reach, ask } = await engagedAgent();
    await reach('ready');
    await ask({ kind: 'release' });
    expect(agent.notices.at(-1)).toBe(`run ${RUN}: the coordinator ended it before its start; free for another run`);
  });

  it('has its shard even if an order of it did not fit before', async () => {
    const { fleet, reach, ask } = await engagedAgent();
    await reach('ready');
    await expect(ask({ kind: 'order', index: 1 })).rejects.toThrow('is ready, not reserved');
    await ask({ kind: 'release' });
    await ask({ kind: 'reserve' });
    await ask({ kind: 'order', index: 1 });
    await fleet.time.advance(10);
    expect(await ask({ kind: 'status' })).toMatchObject({ phase: 'ready' });
  });

  it('is not lost when the connection ends for good: it goes on until its lease ends, then the agent leaves', async () => {
    const { fleet, agent, reach } = await engagedAgent({ conversations: 100 });
    await reach('running');
    await fleet.time.advance(5000);
    await agent.connection.close();
    expect(await fleet.meanwhile(agent.left)).toBe('the connection to the fleet ended (closed)');
    expect(agent.load.asked).toEqual(['interrupt']);
    const file = onlyShard(agent.deps.reportDir);
    expect(decodeShard(readFileSync(file), file).facts.endings).toMatchObject([{ exit: 'incomplete' }]);
  });
});

describe('a stop signal to an agent', () => {
  it.each(['idle', 'reserved', 'preparing', 'ready', 'failed'] as const)('ends it at once if %s', async (phase) => {
    const { agent, reach, reservedFor } = await engagedAgent(SETTINGS[phase]);
    await reach(phase);
    agent.system.signal('SIGTERM');
    expect(await agent.left).toBeUndefined();
    expect([await reservedFor(), agent.system.listeners]).toEqual([undefined, 0]);
    expect(agent.connection.isConnected).toBe(false);
  });

  it('ends its load threads if they wait for their start', async () => {
    const { agent, reach } = await engagedAgent();
    await reach('ready');
    agent.system.signal('SIGTERM');
    await agent.left;
    await settled();
    expect([agent.load.discarded, agent.load.started]).toEqual([1, []]);
  });

  it('while it is running ends its load; it leaves once it is released', async () => {
    const { fleet, agent, reach, ask, final } = await engagedAgent({ conversations: 100 });
    await reach('running');
    await fleet.time.advance(5000);
    agent.system.signal('SIGTERM');
    await fleet.time.advance(1000);
    expect(agent.notices).toContain(
      'SIGTERM: stopping once the coordinator has the results; send it again to stop at once',
    );
    expect(await ask({ kind: 'status' })).toMatchObject({ phase: 'ended' });
    expect(final()!.facts.endings).toMatchObject([{ exit: 'signal' }]);
    expect(await ask({ kind: 'release' })).toEqual({ phase: 'idle' });
    expect(await fleet.meanwhile(agent.left)).toBeUndefined();
  });

  it('sent twice ends it at once; it leaves also without a coordinator, when its lease ends', async () => {
    const twice = await engagedAgent({ conversations: 100 });
    await twice.reach('running');
    twice.agent.system.signal('SIGINT');
    twice.agent.system.signal('SIGINT');
    expect(await twice.agent.left).toBeUndefined();
    const alone = await engagedAgent({ conversations: 100 });
    await alone.reach('running');
    alone.agent.system.signal('SIGINT');
    await alone.fleet.time.advance(LEASE_MS + 2000);
    expect(await alone.agent.left).toBeUndefined();
  });
});

describe('the connection of an agent', () => {
  it('is watched: its log says when it is interrupted and there again', async () => {
    const { agent } = await engagedAgent();
    agent.connection.interrupt();
    agent.connection.restore();
    expect(agent.notices).toEqual(['connection to the fleet lost; reconnecting', 'reconnected to the fleet']);
  });

  it('that ends for good ends an agent without a load', async () => {
    const { fleet, agent, reach } = await engagedAgent();
    await reach('ready');
    await agent.connection.close();
    expect(await fleet.meanwhile(agent.left)).toBe('the connection to the fleet ended (closed)');
  });
});

function onlyShard(folder: string): string {
  const [run = '', ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  const file = join(folder, run, 'shard-1-of-2.json.gz');
  expect(existsSync(file)).toBe(true);
  return file;
}
