import { describe, expect, it } from 'vitest';
import { MockTally } from '../../src/mock/server/mock-stats.ts';
import { Presence } from '../../src/mock/server/presence.ts';
import { Session } from '../../src/mock/server/session.ts';
import { PendingTimers } from '../../src/platform/time/pending-timers.ts';
import { FakeTime } from '../support/fake-time.ts';

function house() {
  const time = new FakeTime();
  const { counters } = new MockTally();
  const presence = new Presence(3000, new PendingTimers({ clock: time, timers: time }), counters);
  const seen = () => [counters.userConnected, counters.userDisconnected];
  return { time, presence, seen, ada: new Session('ada', 0) };
}

describe('presence of contacts', () => {
  it('ends after the grace period, not before, and a later connection counts as new', async () => {
    const { time, presence, seen, ada } = house();
    presence.came(ada);
    presence.went(ada);
    await time.advance(2999);
    expect(seen()).toEqual([1, 0]);
    await time.advance(1);
    expect(seen()).toEqual([1, 1]);
    presence.came(ada);
    expect(seen()).toEqual([2, 1]);
  });

  it('continues after a return within the grace period; the next absence has its own grace period', async () => {
    const { time, presence, seen, ada } = house();
    presence.came(ada);
    presence.went(ada);
    await time.advance(2000);
    presence.came(ada);
    await time.advance(10_000);
    expect(seen()).toEqual([1, 0]);
    presence.went(ada);
    await time.advance(2000);
    presence.went(ada);
    expect(seen()).toEqual([1, 0]);
    await time.advance(1000);
    expect(seen()).toEqual([1, 1]);
  });
});
