import { describe, expect, it } from 'vitest';
import { listenProblem } from '../../src/platform/process/listen-problem.ts';

describe('why a server cannot listen', () => {
  it.each([
    ['EADDRINUSE', 'the port is in use'],
    ['EACCES', 'permission denied'],
    ['EADDRNOTAVAIL', 'this machine does not have the address'],
    ['EOTHER', 'listen EOTHER'],
  ])('%s', (code, told) => {
    expect(listenProblem(Object.assign(new Error(`listen ${code}`), { code }))).toBe(told);
  });
});
