import { describe, expect, it } from 'vitest';
import { describeHooks } from '../../../src/run/hooks/describe-hooks.ts';

const hook = (module: string, shown: string) => ({ module, path: [shown], shown });

describe('the functions of a scenario', () => {
  it('are named by file, each once', () => {
    const hooks = [hook('/a/hooks.ts', './hooks.ts#login'), hook('/a/hooks.ts', './hooks.ts#isOk')];
    expect(describeHooks([...hooks, hook('/a/x.js', './x.js#ask'), ...hooks])).toEqual([
      './hooks.ts (login, isOk)',
      './x.js (ask)',
    ]);
  });

  it('are counted inside a scenario in TypeScript', () => {
    const inside = [hook('/a/booking.ts', 'steps[2].call'), hook('/a/booking.ts', 'dayOf')];
    expect(describeHooks(inside)).toEqual(['booking.ts (2 functions)']);
    expect(describeHooks([hook('/a/booking.ts', './booking.ts#ask'), inside[0]!])).toEqual([
      './booking.ts (ask, 1 function)',
    ]);
  });
});
