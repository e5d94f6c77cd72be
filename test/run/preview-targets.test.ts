// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of scenario files look like this
import { describe, expect, it } from 'vitest';
import { validateCommand } from '../../src/cli/commands/validate-command.ts';
import { prepareRun } from '../../src/run/prepare-run.ts';
import { previewTargets } from '../../src/run/preview-targets.ts';
import { resolveScenario } from '../../src/run/resolve-scenario.ts';
import type { RunOptions } from '../../src/run/run-options.ts';
import { DEFAULT_THRESHOLD } from '../../src/verdict/default-threshold.ts';
import { textOf } from '../support/drive-machine.ts';
import { scenarioFile, tempFolder } from '../support/palaver.ts';
import { refusal } from '../support/refusal.ts';
import { TestSystem } from '../support/test-system.ts';

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
type Env = Record<string, string>;

/** The plan as `validate` makes it, and the variables that are not set. */
function preview(options: RunOptions, env: Env, text = SCENARIO) {
  const missing = new Set<string>();
  const scenario = resolveScenario({ text, path: 'preview.yml' }, options, env, (name) => missing.add(name));
  const targets = previewTargets(scenario, options, env, missing.size > 0);
  return { ...prepareRun(scenario, targets, options), missing: [...missing] };
}

async function warningsOf(args: readonly string[], env: Env, text = SCENARIO): Promise<readonly string[]> {
  const json: string[] = [];
  const stdout = { isTty: false, columns: undefined, write: (words: string) => void json.push(words) };
  const system = Object.assign(new TestSystem(env), { stdout });
  await validateCommand.run(system, [scenarioFile(tempFolder(), text), '--json', ...args]);
  return JSON.parse(json.join('')).warnings;
}

describe('a scenario in a preview', () => {
  it('is parsed as in a run', () => {
    const { scenario, load, targets } = preview({ 'test-mode': false }, ALL);
    expect(load.maxVus).toBe(4);
    expect(scenario.thresholds).toEqual([expect.anything(), DEFAULT_THRESHOLD]);
    expect(targets).toMatchObject([{ name: 'eu', host: 'eu.example.com', testMode: false }]);
    expect(targets[0]!.address).not.toContain('TOKEN');
  });

  it('warns of unset variables, and shows the rest', async () => {
    const { scenario, load, targets, missing } = preview({}, {});
    expect(missing).toEqual(['EU_URL', 'VUS', 'WEIGHT', 'GREETING', 'PATIENCE', 'LIMIT']);
    expect(await warningsOf([], {})).toEqual(
      missing.map((name) => `\${${name}} is not set; the values that use it are skipped here, but a run needs it`),
    );
    expect(load).toMatchObject({ maxVus: 1, conversations: 1 });
    expect(scenario.thresholds).toEqual([DEFAULT_THRESHOLD]);
    expect(scenario.conversations[0]!.weight).toBe(1);
    expect(scenario.conversations[0]!.steps.map(textOf)).toEqual(['${GREETING}', 'bye']);
    expect(scenario.conversations[0]!.steps[1]!.timeoutMs).toBe(30_000);
    expect(targets).toEqual([
      { name: 'eu', protocol: 'cognigy', host: '', testMode: true, loopback: false, address: undefined },
    ]);
  });

  it('needs no variables of what a profile replaces', () => {
    const { load, scenario, missing } = preview({ profile: 'smoke' }, { GREETING: 'hi', WEIGHT: '1', PATIENCE: '1s' });
    expect(missing).toEqual(['EU_URL']);
    expect(load).toMatchObject({ maxVus: 1, conversations: 3 });
    expect(scenario.thresholds.map(({ expression }) => expression)).toEqual([
      'turns_timed_out == 0',
      DEFAULT_THRESHOLD.expression,
    ]);
  });

  it('reports all errors together', () => {
    const { message } = refusal(() => preview({}, {}, `${SCENARIO}wieght: 3\nmarker: nowhere\n`));
    expect(message).toContain('wieght');
    expect(message).toContain('marker');
    expect(refusal(() => preview({ profile: 'smok' }, ALL)).message).toContain('did you mean smoke?');
  });

  it('has its thresholds checked against its steps', () => {
    const text = 'conversations: [ { steps: [a] } ]\nthresholds: [ \'turn{step="b"} p95 < 1s\' ]';
    expect(refusal(() => preview({ mock: true }, {}, text)).message).toContain('"b"');
  });

  it('warns if a run would exceed a limit, unless --yes is set', async () => {
    const much = (...more: string[]) => warningsOf(['--rate', '10/s', '--duration', '1h', ...more], ALL);
    expect(await much()).toEqual([
      expect.stringMatching(/inputs within an hour to eu in test mode.*--yes or a budget/),
    ]);
    expect(await much('--yes')).toEqual([]);
    expect(await much('--mock')).toEqual([]);
  });

  it('needs no target, but mentions it', async () => {
    const text = 'conversations: [ { steps: [a] } ]';
    expect(preview({}, {}, text).targets).toEqual([]);
    expect(await warningsOf([], {}, text)).toEqual([expect.stringContaining('no target specified')]);
  });

  it('has all options of a run checked', () => {
    expect(refusal(() => preview({ 'run-id': 'a b' }, ALL)).message).toContain('"a b"');
    expect(refusal(() => preview({ tag: ['branch'] }, ALL)).message).toContain('--tag');
  });
});
