import { describe, expect, it } from 'vitest';
import { StopRequests } from '../../src/run/conduct/stop-requests.ts';
import { TestSystem } from '../support/test-system.ts';

function running() {
  const system = new TestSystem();
  const asked: string[] = [];
  const notices: string[] = [];
  const test = { stop: () => asked.push('stop'), interrupt: () => asked.push('interrupt') };
  const requests = new StopRequests(system, test, (message) => notices.push(message));
  return { system, asked, notices, requests };
}

describe('a stop signal', () => {
  it('once ends the run gracefully, twice at once, in any combination', () => {
    const { system, asked, notices, requests } = running();
    system.signal('SIGINT');
    expect(asked).toEqual(['stop']);
    system.signal('SIGTERM');
    expect(asked).toEqual(['stop', 'interrupt']);
    expect(notices[0]).toBe('SIGINT: no more conversations start; press Ctrl+C again to interrupt the running ones');
    expect(notices[1]).toBe('SIGTERM again: stopping now');
    expect(requests.endings).toEqual([{ exit: 'signal', text: expect.stringContaining('stopped by SIGINT') }]);
  });
});

describe('an uncaught bug', () => {
  it('ends the run at once and keeps its stack', () => {
    const { system, asked, requests } = running();
    system.crash(new TypeError('boom'));
    expect(asked).toEqual(['interrupt']);
    expect(requests.endings).toEqual([{ exit: 'unexpected', text: expect.stringContaining('TypeError: boom') }]);
    expect(requests.endings[0]!.text).toContain('stop-requests.test');
  });

  it('may throw any value', () => {
    const { system, requests } = running();
    system.crash('just a text');
    expect(requests.endings[0]!.text).toContain('just a text');
  });

  it('does not make the first signal after it count as a second', () => {
    const { system, asked } = running();
    system.crash(new Error('boom'));
    system.signal('SIGINT');
    expect(asked).toEqual(['interrupt', 'stop']);
  });
});

describe('after release', () => {
  it('removes all listeners', () => {
    const { system, asked, requests } = running();
    expect(system.listeners).toBe(2);
    requests.release();
    system.signal('SIGINT');
    system.crash(new Error('boom'));
    expect([system.listeners, asked, requests.endings]).toEqual([0, [], []]);
  });
});

describe('a used-up budget', () => {
  it('ends the run gracefully, is reported at once, and keeps its ending next to that of a signal', () => {
    const { system, asked, notices, requests } = running();
    requests.spend('the budget of 50 inputs is used up');
    system.signal('SIGINT');
    expect(asked).toEqual(['stop', 'stop']);
    expect(notices[0]).toBe('the budget of 50 inputs is used up');
    expect(requests.endings.map(({ exit }) => exit)).toEqual(['budget', 'signal']);
  });
});
