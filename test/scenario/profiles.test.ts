// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of scenario files look like this
import { describe, expect, it } from 'vitest';
import { KnownError } from '../../src/platform/known-error.ts';
import { type LoadScenarioOptions, loadScenario } from '../../src/scenario/load-scenario.ts';

const TEXT = `
mock: { bot: echo, delay: 50ms }
load: { closed: { vus: 100, duration: "\${LENGTH}" } }
conversations: [{ steps: [hello] }]
thresholds: [first_output p(95) < 1500ms]
profiles:
  smoke:
    load: { closed: { vus: 1, conversations: 3 } }
    thresholds: []
  slow: { mock: { bot: echo, delay: 3s } }
  spike: { load: { closed: { vus: "\${SPIKE}", duration: 10s } } }
`;
const load = (options: Partial<LoadScenarioOptions>) =>
  loadScenario(TEXT, 'flow.yml', { env: { LENGTH: '1m' }, needTargets: true, ...options });

describe('a profile', () => {
  it('replaces the keys that it has, each as a whole', () => {
    expect(load({ profile: 'smoke' })).toMatchObject({ load: { maxVus: 1, conversations: 3 }, thresholds: [] });
    expect(load({ profile: 'smoke' }).mock).toEqual(load({}).mock);
    const slow = load({ profile: 'slow' });
    expect(slow).toMatchObject({ load: { maxVus: 100 }, thresholds: [{ metric: 'first_output' }] });
    expect(slow.mock.delay).toEqual({ kind: 'constant', ms: 3000 });
  });

  it('that is not selected changes nothing', () => {
    expect(load({})).toMatchObject({ load: { maxVus: 100 }, thresholds: [{ metric: 'first_output' }] });
  });

  it('needs its own variables, not those of the values that it replaces', () => {
    expect(load({ env: {}, profile: 'smoke' }).load).toMatchObject({ maxVus: 1 });
    expect(load({ env: { SPIKE: '7' }, profile: 'spike' }).load).toMatchObject({ maxVus: 7 });
    expect(() => load({ env: {}, profile: 'spike' })).toThrow(/flow\.yml:11:35 {2}\$\{SPIKE\} is not set/);
    expect(() => load({ env: {}, profile: 'slow' })).toThrow(/flow\.yml:3:39 {2}\$\{LENGTH\} is not set/);
    expect(load({ env: {}, profile: 'spike', unneeded: ['load'] }).load).toBeUndefined();
  });

  it.each(['smok', 'load', 'constructor'])('named %s does not exist', (profile) => {
    let thrown: unknown;
    try {
      load({ profile });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(KnownError);
    expect((thrown as KnownError).message).toBe(
      `flow.yml has no profile "${profile}"${profile === 'smok' ? '; did you mean smoke?' : ''}`,
    );
    expect((thrown as KnownError).hint).toBe('profiles: smoke, slow, spike');
  });
});
