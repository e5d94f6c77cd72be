import { protocolOf } from '../../endpoint/protocol/protocol-of.ts';
import { type MockFleet, spawnMockFleet } from '../../mock/mock-fleet.ts';
import type { MockProtocol } from '../../mock/mock-protocol.ts';
import type { TimeDeps } from '../../platform/time/time-deps.ts';
import type { Scenario, TargetEntry } from '../../scenario/scenario.ts';
import type { TargetOptions } from '../run-options.ts';

/** Mock endpoints in processes of their own, one for all targets with the same mock options and protocol. */
export function spawnMockFor(
  { mock, targets }: Scenario,
  options: Pick<TargetOptions, 'protocol'>,
  time: TimeDeps,
): Promise<MockFleet> {
  const entries = Object.entries(targets);
  const orders = entries.map(([name, entry]) => {
    return [name, { input: entry.mock?.input ?? mock.input, protocol: mockProtocol(entry, options) }] as const;
  });
  const alone = { input: mock.input, protocol: mockProtocol(undefined, options) };
  return spawnMockFleet(orders.length > 0 ? Object.fromEntries(orders) : { default: alone }, time);
}

/** The protocol of the mock endpoint of a target. */
export function mockProtocol(entry: TargetEntry | undefined, options: Pick<TargetOptions, 'protocol'>): MockProtocol {
  const name = protocolOf(entry, options);
  switch (name) {
    case 'cognigy':
      return { name };
    case 'rasa': {
      const { namespace, path, userEvent, botEvent, metadataKey } = entry ?? {};
      return { name, namespace, path, userEvent, botEvent, metadataKey };
    }
    case 'custom': {
      const { namespace, path, auth, events } = entry ?? {};
      return { name, namespace, path, auth, events };
    }
  }
}
