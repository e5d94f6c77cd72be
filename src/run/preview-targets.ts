import { describeAddress } from '../endpoint/endpoint-address.ts';
import { DEFAULT_PROTOCOL } from '../endpoint/protocol/platform-terms.ts';
import { protocolOf } from '../endpoint/protocol/protocol-of.ts';
import type { Environment } from '../platform/process/environment.ts';
import type { GuardedTarget } from '../scenario/plan/budget.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { checkConnectionNames } from './connection/check-connection-names.ts';
import { guardedTargets } from './guard-budget.ts';
import { resolveTargets } from './resolve-targets.ts';
import type { RunOptions } from './run-options.ts';

/** A target of a run that is only described. */
export interface PreviewTarget extends GuardedTarget {
  /** The URL without its token; undefined while a variable of it is not set. */
  readonly address: string | undefined;
}

/** Nothing is known of it; it is assumed to be billed. */
export const UNKNOWN_TARGET: PreviewTarget = {
  name: 'default',
  protocol: DEFAULT_PROTOCOL,
  host: '',
  testMode: false,
  loopback: false,
  address: undefined,
};

/** Placeholder address of the mock endpoint, which only a run starts. */
const MOCK = { url: 'http://127.0.0.1', token: 'token-of-the-mock-endpoint' };

/**
 * What is known of the targets of a run that does not connect; empty without any. `incomplete`: variables of the scenario
 * are not set, so its addresses are unknown. KnownError as from `resolveTargets`.
 */
export function previewTargets(
  scenario: Pick<Scenario, 'targets' | 'conversations'>,
  options: RunOptions,
  env: Environment,
  incomplete: boolean,
): readonly PreviewTarget[] {
  const { targets } = scenario;
  const { mock, target: given, 'test-mode': testMode } = options;
  const names = Object.keys(targets);
  if (!mock && given === undefined) {
    if (names.length === 0) return [];
    if (incomplete)
      return names.map((name) => ({
        ...UNKNOWN_TARGET,
        name,
        protocol: protocolOf(targets[name], options),
        testMode: testMode ?? targets[name]?.testMode ?? false,
      }));
  }
  const resolved = resolveTargets(targets, options, env, mock ? () => MOCK : undefined);
  checkConnectionNames(scenario, resolved);
  return guardedTargets(resolved).map((target, index) => ({
    ...target,
    address: mock ? 'the mock endpoint' : describeAddress(resolved[index]!.address),
  }));
}
