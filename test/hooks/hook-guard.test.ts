import { describe, expect, it } from 'vitest';
import { HookGuard } from '../../src/hooks/hook-guard.ts';

const s = (seconds: number) => seconds * 1_000_000;

/** A guard as two threads see it. */
function guards(hooks: number) {
  const main = new HookGuard(hooks);
  return { main, thread: new HookGuard(main.buffer) };
}

describe('the guard of the hooks of a thread', () => {
  it('names the hook that has control beyond its timeout, once the thread gives no sign of life', () => {
    const { main, thread } = guards(3);
    thread.beat(s(100));
    thread.entered(2, s(130));
    expect(main.stuck(s(129))).toBeUndefined();
    expect(main.stuck(s(130.5))).toBeUndefined();
    expect(main.stuck(s(131))).toBe(2);
  });

  it('names a hook whose promise is open, if none has control', () => {
    const { main, thread } = guards(3);
    thread.beat(s(100));
    thread.entered(0, s(101));
    thread.left();
    thread.settled(0);
    thread.entered(1, s(101));
    thread.left();
    expect(main.stuck(s(110))).toBe(1);
  });

  it('waits while the event loop runs, and while a later call may still return', () => {
    const { main, thread } = guards(1);
    thread.entered(0, s(101));
    thread.left();
    thread.beat(s(110));
    expect(main.stuck(s(114))).toBeUndefined();
    thread.entered(0, s(140));
    expect(main.stuck(s(120))).toBeUndefined();
    expect(main.stuck(s(141))).toBe(0);
  });

  it('blames no hook for a blocked thread in which none is open', () => {
    const { main, thread } = guards(1);
    thread.entered(0, s(1));
    thread.left();
    thread.settled(0);
    expect(main.stuck(s(100))).toBeUndefined();
  });
});
