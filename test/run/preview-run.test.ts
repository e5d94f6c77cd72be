// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of scenario files look like this
import { describe, expect, it } from 'vitest';
import { previewRun } from '../../src/run/preview-run.ts';
import type { RunOptions } from '../../src/run/run-options.ts';
import { DEFAULT_THRESHOLD } from '../../src/verdict/default-threshold.ts';
import { textOf } from '../support/drive-machine.ts';
import { scenarioFile, tempFolder } from '../support/palaver.ts';
import { refusal } from '../support/refusal.ts';

const SCENARIO = `
targets: { eu: { url: "\${EU_URL}", testMode: true } }
load: { closed: { vus: "\${VUS}", duration: 1h } }
conversations: [ { weight: "\${WEIGHT}", steps: [ "\${GREETING}", { say: bye, timeout: "\${PATIENCE}" } ] } ]
thresholds: [ "first_output p(95) < \${LIMIT}" ]
profiles: { smoke: { load: { closed: { vus: 1, conversations: 3 } }, thresholds: [ turns_timed_out == 0 ] } }
`;
const ALL = {
  EU_URL: 'https://eu.example.com/TOKEN',
  VUS: '4',
  WEIGHT: '1',
  GREETING: 'hi',
  PATIENCE: '5s',
  LIMIT: '1s',
};
const preview = (options: RunOptions, env: Record<string, string>, text = SCENARIO) =>
  previewRun(scenarioFile(tempFolder(), text), options, env);
const unset = (warnings: readonly string[]) =>
  warnings.flatMap((text) => /^\$\{(\w+)\} is not set/.exec(text)?.[1] ?? []);

describe('a scenario that is only looked at', () => {
  it('is read as a run would read it', () => {
    const { scenario, load, targets } = preview({ 'test-mode': false }, ALL);
    expect(load.maxVus).toBe(4);
    expect(scenario.thresholds).toEqual([expect.anything(), DEFAULT_THRESHOLD]);
    expect(targets).toMatchObject([{ name: 'eu', host: 'eu.example.com', testMode: false }]);
    expect(targets[0]!.address).not.toContain('TOKEN');
  });

  it('warns of variables that are not set, and shows what there is without them', () => {
    const { scenario, load, targets, warnings } = preview({}, {});
    expect(unset(warnings)).toEqual(['EU_URL', 'VUS', 'WEIGHT', 'GREETING', 'PATIENCE', 'LIMIT']);
    expect(load).toMatchObject({ maxVus: 1, conversations: 1 });
    expect(scenario.thresholds).toEqual([DEFAULT_THRESHOLD]);
    expect(scenario.conversations[0]!.weight).toBe(1);
    expect(scenario.conversations[0]!.steps.map(textOf)).toEqual(['${GREETING}', 'bye']);
    expect(scenario.conversations[0]!.steps[1]!.timeoutMs).toBe(30_000);
    expect(targets).toEqual([
      { name: 'eu', protocol: 'cognigy', host: '', testMode: true, loopback: false, address: undefined },
    ]);
  });

  it('wants no variable of what a profile takes the place of', () => {
    const { load, scenario, warnings } = preview({ profile: 'smoke' }, { GREETING: 'hi', WEIGHT: '1', PATIENCE: '1s' });
    expect(unset(warnings)).toEqual(['EU_URL']);
    expect(load).toMatchObject({ maxVus: 1, conversations: 3 });
    expect(scenario.thresholds.map(({ expression }) => expression)).toEqual([
      'turns_timed_out == 0',
      DEFAULT_THRESHOLD.expression,
    ]);
  });

  it('still has every mistake told, all together', () => {
    const { message } = refusal(() => preview({}, {}, `${SCENARIO}wieght: 3\nmarker: nowhere\n`));
    expect(message).toContain('wieght');
    expect(message).toContain('marker');
    expect(refusal(() => preview({ profile: 'smok' }, ALL)).message).toContain('did you mean smoke?');
  });

  it('has its thresholds held against its steps', () => {
    const text = 'conversations: [ { steps: [a] } ]\nthresholds: [ \'turn{step="b"} p95 < 1s\' ]';
    expect(refusal(() => preview({ mock: true }, {}, text)).message).toContain('"b"');
  });

  it('warns where a run would be refused for its size, unless the owner said so', () => {
    const much = (options: RunOptions) =>
      preview({ rate: 10, duration: 3_600_000, ...options } as RunOptions, ALL).warnings;
    expect(much({})).toEqual([expect.stringMatching(/inputs within an hour to eu in test mode.*--yes or a budget/)]);
    expect(much({ yes: true })).toEqual([]);
    expect(much({ mock: true })).toEqual([]);
  });

  it('needs no target, but says so', () => {
    const { targets, warnings } = preview({}, {}, 'conversations: [ { steps: [a] } ]');
    expect(targets).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('no target is set')]);
  });
});
