import { DEFAULT_PROTOCOL } from '../../endpoint/protocol/platform-terms.ts';
import { protocolSettings } from '../../endpoint/protocol/protocol-settings.ts';
import { formatRate } from '../../load/rate.ts';
import { formatDurationMs } from '../../platform/time/duration.ts';
import type { WorkerChoice } from '../../run/choose-workers.ts';
import type { Flag, FlagTable } from '../../run/flags/flag.ts';
import type { RunPlan } from '../../run/prepare-run.ts';
import type { PreviewTarget } from '../../run/preview-targets.ts';
import { loadDefaults } from '../../scenario/load-defaults.ts';
import { shownLoad } from '../../scenario/plan/describe-load.ts';
import type { TargetEntry } from '../../scenario/scenario.ts';
import type { GivenBy } from './resolve-options.ts';

/** One option's value and where it came from. */
export interface ExplainedOption {
  readonly option: string;
  readonly value: string;
  /** default | scenario | profile NAME | environment | command line | mock */
  readonly source: string;
}

export interface ExplainFacts {
  readonly plan: RunPlan<PreviewTarget>;
  readonly workers: WorkerChoice;
  /** The chosen profile and the sections it replaces. */
  readonly profile: string | undefined;
  readonly profileSections: readonly string[];
}

type Given = {
  readonly options: Readonly<Record<string, unknown>>;
  readonly givenBy: Readonly<Record<string, GivenBy>>;
};

/** Options whose values may hold a secret: only names are shown. */
const SECRET: ReadonlySet<string> = new Set(['header', 'query', 'env', 'proxy']);
/** Load flags: without them the whole load comes from the scenario. */
const OF_LOAD: ReadonlySet<string> = new Set(['vus', 'rate', 'max-vus', 'duration', 'stage', 'conversations', 'say']);
/** Settings of a target that the scenario may give. */
const OF_TARGET: Readonly<Record<string, keyof TargetEntry>> = {
  'test-mode': 'testMode',
  channel: 'channel',
  socketio: 'socketio',
  ready: 'ready',
  handshake: 'handshake',
};
const PROTOCOL = protocolSettings(DEFAULT_PROTOCOL, {});
const DEFAULTS: Readonly<Record<string, string>> = {
  'test-mode': String(PROTOCOL.testMode),
  channel: PROTOCOL.channel,
  socketio: 'auto',
  ready: 'auto',
  handshake: PROTOCOL.handshake,
  'connect-timeout': '20 s',
  'connect-concurrency': '50',
  seed: 'generated',
  'stop-on': 'no connection succeeded for 30 s',
  'run-id': 'generated',
};

/** Every option that has a value, given or not: defaults < scenario < profile < environment < flags. */
export function explainOptions(table: FlagTable, given: Given, facts: ExplainFacts): readonly ExplainedOption[] {
  const rows = Object.entries(table).flatMap(([option, flag]): readonly ExplainedOption[] => {
    const source = given.givenBy[option];
    if (source && option !== 'target') return [{ option, value: shown(option, flag, given.options[option]), source }];
    const otherwise = OF_LOAD.has(option) ? undefined : ungiven(option, given, facts);
    // Not given, the switch would be a double negative.
    return otherwise ? [{ option: option === 'no-thresholds' ? 'thresholds' : option, ...otherwise }] : [];
  });
  return [loadRow(given, facts), ...rows];
}

function loadRow({ givenBy }: Given, facts: ExplainFacts): ExplainedOption {
  const flagged = [...OF_LOAD].map((name) => givenBy[name]).filter((source) => source !== undefined);
  const source = flagged.at(0) ?? (facts.plan.scenario.load ? written('load', facts) : 'default');
  return { option: 'load', value: shownLoad(facts.plan.load), source };
}

function ungiven(option: string, { givenBy }: Given, facts: ExplainFacts): Omit<ExplainedOption, 'option'> | undefined {
  const { scenario, targets, load } = facts.plan;
  if (option === 'target') {
    const value = targets.map(({ name, address = 'not set' }) => `${name}: ${address}`).join(', ');
    const source = givenBy.mock ? 'mock' : (givenBy.target ?? 'scenario');
    return value === '' ? undefined : { value, source };
  }
  if (option === 'workers') return { value: String(facts.workers.count), source: 'default' };
  if (option === 'name') return { value: scenario.name, source: 'scenario' };
  if (option === 'graceful-stop') {
    const usual = loadDefaults(scenario.conversations).gracefulStopMs === load.gracefulStopMs;
    return { value: formatDurationMs(load.gracefulStopMs), source: usual ? 'default' : written('load', facts) };
  }
  if (option === 'no-thresholds') {
    const own = scenario.thresholds.filter(({ isDefault }) => !isDefault);
    return { value: String(own.length), source: written('thresholds', facts) };
  }
  const key = OF_TARGET[option];
  const entry = key && targets[0] && scenario.targets[targets[0].name]?.[key];
  if (entry !== undefined) return { value: String(entry), source: 'scenario' };
  const usual = DEFAULTS[option];
  return usual === undefined ? undefined : { value: usual, source: 'default' };
}

/** The source of a section of the file. */
function written(section: string, { profile, profileSections }: ExplainFacts): string {
  return profileSections.includes(section) ? `profile ${profile}` : 'scenario';
}

function shown(option: string, flag: Flag, value: unknown): string {
  const texts = (Array.isArray(value) ? value : [value]).map(String);
  if (SECRET.has(option)) return texts.map((text) => `${/^[\w-]*/.exec(text)?.[0] ?? ''}…`).join(', ');
  if (option === 'rate' && typeof value === 'number') return formatRate(value);
  if (flag.value === 'TIME' && typeof value === 'number') return formatDurationMs(value);
  return texts.join(', ');
}
