import { describe, expect, it } from 'vitest';
import type { SessionLink } from '../../src/mock/server/session.ts';
import { SessionStore } from '../../src/mock/server/session-store.ts';

const MINUTE_US = 60_000_000;

describe('the sessions an endpoint remembers', () => {
  it('expire after ten idle minutes without a connection', () => {
    let nowUs = 0;
    const store = new SessionStore({ nowUs: () => nowUs });
    const idle = store.open('idle');
    const used = store.open('used');
    const linked = store.open('linked');
    linked.link = {} as SessionLink;
    nowUs = 5 * MINUTE_US;
    store.touch(used);
    nowUs = 10 * MINUTE_US + 1;
    store.sweep();
    expect([store.find('idle'), store.find('used'), store.find('linked')]).toEqual([undefined, used, linked]);
    expect(store.open('idle')).not.toBe(idle);
  });

  it('live longer if the idle time matters', () => {
    let nowUs = 0;
    const store = new SessionStore({ nowUs: () => nowUs }, 30 * 60_000);
    const idle = store.open('idle');
    nowUs = 40 * MINUTE_US;
    store.sweep();
    expect(store.find('idle')).toBe(idle);
    nowUs += 1;
    store.sweep();
    expect(store.find('idle')).toBeUndefined();
  });
});
