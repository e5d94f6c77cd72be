import { describe, expect, it } from 'vitest';
import { Readiness } from '../../../src/endpoint/protocol/readiness.ts';

const NOT_YET = { ready: undefined };

describe('readiness', () => {
  it('waits for the signal without a time limit', () => {
    const readiness = new Readiness({ kind: 'wait' }, false);
    expect(readiness.connected(1000)).toEqual(NOT_YET);
    expect(readiness.signal()).toEqual({ ready: 'signal' });
  });

  it('is assumed a time after connecting', () => {
    const readiness = new Readiness({ kind: 'assume', afterMs: 200 }, false);
    expect(readiness.connected(1000)).toEqual({ ready: undefined, assumeAtUs: 201_000 });
    expect(readiness.signal()).toEqual({ ready: 'signal' });
  });

  it('is assumed at once if there is nothing to wait for', () => {
    expect(new Readiness({ kind: 'assume', afterMs: 0 }, false).connected(1000)).toEqual({ ready: 'assumed' });
  });

  it('counts from the inner handshake if there is one', () => {
    const readiness = new Readiness({ kind: 'assume', afterMs: 200 }, true);
    expect(readiness.connected(1000)).toEqual(NOT_YET);
    expect(readiness.introduced(5000)).toEqual({ ready: undefined, assumeAtUs: 205_000 });
  });

  it('counts the first inner handshake, and only if one is expected', () => {
    const waiting = new Readiness({ kind: 'assume', afterMs: 200 }, true);
    waiting.connected(1000);
    waiting.introduced(2000);
    expect(waiting.introduced(3000)).toEqual(NOT_YET);
    expect(new Readiness({ kind: 'assume', afterMs: 200 }, false).introduced(1000)).toEqual(NOT_YET);
  });

  it('reports what did not happen in time', () => {
    const readiness = new Readiness({ kind: 'wait' }, true);
    readiness.connected(1000);
    expect(readiness.missing).toBe('introduced');
    readiness.introduced(2000);
    expect(readiness.missing).toBe('ready-signal');
  });

  it.each([{ kind: 'wait' } as const, { kind: 'assume', afterMs: 0 } as const])(
    'remembers a signal that arrives before the connect event: %j',
    (policy) => {
      const readiness = new Readiness(policy, true);
      expect(readiness.signal()).toEqual(NOT_YET);
      expect(readiness.connected(1)).toEqual(NOT_YET);
      expect(readiness.introduced(2)).toEqual({ ready: 'signal' });
    },
  );
});
