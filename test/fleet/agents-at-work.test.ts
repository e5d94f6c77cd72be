import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AgentsAtWork } from '../../src/fleet/coordinator/agents-at-work.ts';
import type { AgentRequest, Offer } from '../../src/fleet/wire/messages.ts';
import { type MessageHeader, splitMessage } from '../../src/fleet/wire/parts.ts';
import { KnownError } from '../../src/platform/known-error.ts';
import { sleep } from '../../src/platform/time/sleep.ts';
import { LEASE_MS, RehearsedFleet } from '../support/rehearsed-fleet.ts';
import { encodedLive } from '../support/sample-live.ts';

const RUN = 'plv-fleet';
const offer = (name: string): Offer => ({ id: `id-${name}`, name, host: 'there', version: '1', cpus: 1, allow: [] });

/** A coordinator that looks at its agents every second; what these say is up to the test. */
async function atWork(names: readonly string[], maxBytes = 1024 * 1024) {
  const fleet = new RehearsedFleet({ maxBytes });
  const deps = fleet.coordinator();
  const agents = new AgentsAtWork(RUN, names.map(offer), deps);
  await agents.listen();
  const { connection } = fleet.coordinator();
  const asked: string[] = [];
  const sequences = new Map<string, number>();
  let lost: readonly string[] | undefined;
  void agents.allDone.then((all) => {
    lost = all.map(({ agent, why }) => `${agent.name}: ${why}`);
  });
  const say = (name: string, kind: MessageHeader['kind'], content: Uint8Array, header: Partial<MessageHeader> = {}) => {
    const sequence = (sequences.get(`${name} ${kind}`) ?? 0) + 1;
    sequences.set(`${name} ${kind}`, sequence);
    for (const part of splitMessage({ from: `id-${name}`, kind, sequence, ...header }, content, maxBytes))
      connection.publish(fleet.bus.subjects.state(RUN), part);
  };
  return {
    fleet,
    agents,
    notices: deps.notices,
    asked,
    say,
    publish: (bytes: Uint8Array) => connection.publish(fleet.bus.subjects.state(RUN), bytes),
    /** What the agent does when it is asked for its state. */
    serve: (name: string, respond: () => unknown) =>
      connection.serve(fleet.bus.subjects.agent(`id-${name}`), (request) => {
        asked.push(`${name} ${(request as AgentRequest).kind}`);
        return respond();
      }),
    /** So many seconds pass. `each`: what happens in each of them. */
    pass: async (seconds: number, each = () => {}) => {
      for (let second = 0; second < seconds; second++) {
        each();
        await fleet.time.advance(1000);
        agents.checkSilence();
        await fleet.time.advance(0);
      }
    },
    saved: () => Object.fromEntries(agents.saved.map(({ agent, file }) => [agent.name, file.toString()])),
    /** The lost ones, once all are done or lost. */
    lost: () => lost,
    activeVus: () => agents.live.reduce((sum, { state, isWorking }) => sum + (isWorking ? state()!.activeVus : 0), 0),
  };
}

describe('agents at work', () => {
  it('are done when the last shard file of each has arrived', async () => {
    const { say, pass, lost, saved } = await atWork(['a', 'b']);
    say('a', 'saved', Buffer.from('a so far'));
    say('b', 'final', Buffer.from('all of b'));
    await pass(1);
    expect(lost()).toBeUndefined();
    say('a', 'final', Buffer.from('all of a'));
    await pass(1);
    expect([lost(), saved()]).toEqual([[], { a: 'all of a', b: 'all of b' }]);
  });

  it('are known by their newest live state and their newest file; older ones that arrive late do not count', async () => {
    const { agents, say, pass, saved } = await atWork(['a']);
    for (const sequence of [2, 1, 3, 2]) {
      say('a', 'live', encodedLive({ elapsedMs: sequence }), { sequence });
      say('a', 'saved', Buffer.from(`file ${sequence}`), { sequence });
      await pass(1);
    }
    expect(agents.live.map(({ state }) => state()!.elapsedMs)).toEqual([3]);
    expect([agents.version, saved()]).toEqual([2, { a: 'file 3' }]);
  });

  it('that have ended are ignored from then on', async () => {
    const { activeVus, say, pass, saved } = await atWork(['a', 'b']);
    say('a', 'live', encodedLive({ activeVus: 7 }));
    say('b', 'live', encodedLive({ activeVus: 5 }));
    await pass(1);
    expect(activeVus()).toBe(12);
    say('a', 'final', Buffer.from('final'));
    await pass(1);
    say('a', 'saved', Buffer.from('late'));
    say('a', 'live', encodedLive({ activeVus: 8 }));
    await pass(1);
    expect([activeVus(), saved()]).toEqual([5, { a: 'final' }]);
  });

  it('are asked for their state after three seconds of silence, and are done once the answer has arrived', async () => {
    const { say, pass, serve, asked, lost, notices } = await atWork(['a', 'b']);
    await serve('a', () => {
      say('a', 'final', Buffer.from('the last message was lost'));
      return { phase: 'ended' };
    });
    say('b', 'final', Buffer.from('b'));
    await pass(3);
    expect(asked).toEqual([]);
    await pass(2);
    expect([asked, lost(), notices]).toEqual([['a state'], [], []]);
  });

  it('are not asked while they send messages', async () => {
    const { say, pass, serve, asked } = await atWork(['a']);
    await serve('a', () => ({ phase: 'running' }));
    await pass(40, () => say('a', 'live', encodedLive()));
    expect(asked).toEqual([]);
  });

  it('that have saved a file are asked for it at once, and again if they save another one meanwhile', async () => {
    const { fleet, say, pass, serve, asked, saved } = await atWork(['a']);
    let saves = 0;
    await serve('a', async () => {
      const file = Buffer.from(`save ${saves}`);
      await sleep({ clock: fleet.time, timers: fleet.time }, 10);
      say('a', 'saved', file);
      return { phase: 'running' };
    });
    const save = () => {
      saves++;
      say('a', 'news', Buffer.alloc(0));
    };
    save();
    await fleet.time.advance(5);
    for (let again = 0; again < 3; again++) save();
    await pass(1);
    expect([asked.length, saved()]).toEqual([2, { a: 'save 4' }]);
  });

  it('of a large fleet are asked at most 32 at a time', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `agent ${index}`);
    const { fleet, say, pass, serve, saved, lost } = await atWork(names);
    let [waiting, most] = [0, 0];
    for (const name of names) {
      await serve(name, async () => {
        most = Math.max(most, ++waiting);
        await sleep({ clock: fleet.time, timers: fleet.time }, 50);
        waiting--;
        say(name, 'final', Buffer.from(name));
        return { phase: 'ended' };
      });
      say(name, 'news', Buffer.alloc(0));
    }
    await pass(1);
    expect([most, Object.keys(saved()).length, lost()]).toEqual([32, 100, []]);
  });

  it('that are silent for a whole lease are lost, and only these', async () => {
    const { activeVus, say, pass, notices, lost, saved } = await atWork(['a', 'b']);
    say('a', 'saved', Buffer.from('a so far'));
    say('a', 'live', encodedLive({ activeVus: 3 }));
    await pass(LEASE_MS / 1000, () => say('b', 'live', encodedLive({ activeVus: 4 })));
    expect(notices).toEqual([]);
    await pass(2, () => say('b', 'live', encodedLive({ activeVus: 4 })));
    expect(notices).toEqual(['agent a (there) is lost: no message from it for 30.0 s']);
    expect([activeVus(), lost()]).toEqual([4, undefined]);
    say('b', 'final', Buffer.from('b'));
    await pass(1);
    expect(lost()).toEqual(['a: no message from it for 30.0 s']);
    expect(saved()).toEqual({ a: 'a so far', b: 'b' });
  });

  it('that are lost are still asked: once they send their results, they are back', async () => {
    const { say, pass, serve, asked, notices, lost, saved } = await atWork(['a', 'b']);
    const talk = () => say('b', 'live', encodedLive());
    await pass(35, talk);
    expect(notices.length).toBe(1);
    await serve('a', () => {
      say('a', 'final', Buffer.from('it had no connection'));
      return { phase: 'ended' };
    });
    await pass(2, talk);
    expect([asked, notices[1]]).toEqual([['a state'], 'agent a (there) is back']);
    say('b', 'final', Buffer.from('b'));
    await pass(1);
    expect([lost(), saved().a]).toEqual([[], 'it had no connection']);
  });

  it('that are back can be lost again', async () => {
    const { say, pass, notices, lost } = await atWork(['a', 'b']);
    const talk = () => say('b', 'live', encodedLive());
    await pass(35, talk);
    say('a', 'live', encodedLive());
    await pass(20, talk);
    expect(notices.length).toBe(2);
    await pass(15, talk);
    expect(notices.length).toBe(3);
    say('b', 'final', Buffer.from('b'));
    await pass(1);
    expect(lost()?.length).toBe(1);
  });

  it('are not lost because the coordinator was frozen: messages from that time count', async () => {
    const { fleet, say, pass, lost, notices } = await atWork(['a']);
    await pass(2, () => say('a', 'live', encodedLive()));
    fleet.time.stall(2 * LEASE_MS);
    await pass(1);
    say('a', 'final', Buffer.from('a'));
    await pass(1);
    expect([lost(), notices]).toEqual([[], []]);
  });

  it('that refuse are lost at once, with their reason, and are not asked again', async () => {
    const { say, pass, serve, asked, notices, lost } = await atWork(['a', 'b']);
    await serve('a', () => {
      throw new KnownError('agent a is not reserved for run plv-fleet', { exit: 'incomplete' });
    });
    await serve('b', () => ({ phase: 'failed', failure: { message: 'the disk is full', exit: 'unexpected' } }));
    await pass(6);
    expect(notices).toEqual([
      'agent a (there) is lost: agent a is not reserved for run plv-fleet',
      'agent b (there) is lost: the disk is full',
    ]);
    expect(lost()).toEqual(['a: agent a is not reserved for run plv-fleet', 'b: the disk is full']);
    expect(asked.filter((text) => text.startsWith('a'))).toEqual(['a state']);
    say('a', 'saved', Buffer.from('too late to change the ending'));
    await pass(1);
    expect(notices.length).toBe(2);
  });

  it('send large files in parts, which may arrive twice, and of which lost ones are sent again', async () => {
    const { fleet, agents, say, pass, serve, lost } = await atWork(['a'], 4096);
    const file = randomBytes(30_000);
    let passed = 0;
    fleet.bus.passage = () => {
      passed++;
      // Of the first ten parts the third is lost, of the next ten the fifth; the others arrive twice.
      return passed === 3 || passed === 15 ? 'drop' : 'twice';
    };
    say('a', 'final', file);
    const parts = passed;
    await pass(1);
    expect([parts, lost()]).toEqual([10, undefined]);
    fleet.bus.passage = () => 'pass';
    await serve('a', () => {
      fleet.bus.passage = ({ kind }) => (kind === 'publish' && ++passed === 15 ? 'drop' : 'pass');
      say('a', 'final', file, { sequence: 1 });
      return { phase: 'ended' };
    });
    await pass(5);
    expect(lost()).toEqual([]);
    expect(agents.saved[0]!.file).toEqual(file);
  });

  it('ignore what they cannot read, and messages of others', async () => {
    const { activeVus, say, pass, publish, lost, saved } = await atWork(['a']);
    const header = { from: 'id-a', kind: 'final', sequence: 9, sha256: 'ab' };
    const part = (fields: object, content = 'content') =>
      publish(Buffer.from(`${JSON.stringify({ ...header, ...fields })}\n${content}`));
    say('stranger', 'final', Buffer.from('of another run'));
    publish(Buffer.from('no part'));
    publish(Buffer.from('{"from": "id-a"}\n'));
    publish(Buffer.alloc(0));
    // Of another hash; a part beyond the last one; parts of different numbers.
    part({ part: 0, parts: 1 });
    part({ part: 0, parts: 2 });
    part({ part: 5, parts: 2 });
    part({ part: 0, parts: 3 });
    part({ part: 2, parts: 3 });
    part({ part: 0, parts: 2 });
    say('a', 'live', Buffer.from('no gzip'));
    say('a', 'live', encodedLive().subarray(0, 20));
    say('a', 'live', encodedLive({ activeVus: -1 }));
    say('a', 'live', encodedLive({ activeVus: 3 }));
    await pass(1);
    expect([activeVus(), saved(), lost()]).toEqual([3, {}, undefined]);
    say('a', 'final', Buffer.from('good'), { sequence: 10 });
    await pass(1);
    expect([saved(), lost()]).toEqual([{ a: 'good' }, []]);
  });

  it('are ignored once the run is over', async () => {
    const { agents, say, pass, saved } = await atWork(['a']);
    agents.close();
    say('a', 'saved', Buffer.from('late'));
    await pass(1);
    expect(saved()).toEqual({});
  });
});
