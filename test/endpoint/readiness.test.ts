import { describe, expect, it } from 'vitest';
import { Readiness } from '../../src/endpoint/readiness.ts';

const NOT_YET = { ready: undefined };

describe('readiness', () => {
  it('waits for the signal however long it takes', () => {
    const readiness = new Readiness({ kind: 'wait' }, false);
    expect(readiness.step(1000)).toEqual(NOT_YET);
    expect(readiness.signal()).toEqual({ ready: 'signal' });
  });

  it('is assumed so long after connecting', () => {
    const readiness = new Readiness({ kind: 'assume', afterMs: 200 }, false);
    expect(readiness.step(1000)).toEqual({ ready: undefined, assumeAtUs: 201_000 });
    expect(readiness.signal()).toEqual({ ready: 'signal' });
  });

  it('is assumed at once where nothing is to be waited for', () => {
    expect(new Readiness({ kind: 'assume', afterMs: 0 }, false).step(1000)).toEqual({ ready: 'assumed' });
  });

  it('counts from the inner handshake where there is one', () => {
    const readiness = new Readiness({ kind: 'assume', afterMs: 200 }, true);
    expect(readiness.step(1000)).toEqual(NOT_YET);
    expect(readiness.step(5000)).toEqual({ ready: undefined, assumeAtUs: 205_000 });
  });

  it.each([{ kind: 'wait' } as const, { kind: 'assume', afterMs: 0 } as const])(
    'remembers a signal that overtakes the connect event: %j',
    (policy) => {
      const readiness = new Readiness(policy, true);
      expect(readiness.signal()).toEqual(NOT_YET);
      expect(readiness.step(1)).toEqual(NOT_YET);
      expect(readiness.step(2)).toEqual({ ready: 'signal' });
    },
  );
});
