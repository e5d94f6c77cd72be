import { randomBytes } from 'node:crypto';
import { deserialize } from 'node:v8';
import { expect, it } from 'vitest';
import { decodeOrder, encodeOrder } from '../../src/fleet/order.ts';
import { unseal } from '../../src/fleet/wire/seal.ts';
import type { SettledTarget } from '../../src/run/preflight.ts';
import { fleetPlan } from '../support/rehearsed-fleet.ts';
import { settledEndpoint } from '../support/settled-endpoint.ts';

const network = { proxy: 'http://proxy.example.test:3128', localAddresses: ['192.0.2.10'] };
const settled = settledEndpoint('http://127.0.0.1:1/token-of-tests', { headers: { 'x-key': 'value' }, network });
const targets = [{ settled } as SettledTarget];

it('a sealed order has the settings of the targets, but not the addresses of one machine', () => {
  const key = randomBytes(32);
  const order = encodeOrder(fleetPlan(), targets, { scenarioText: undefined, options: {}, key });
  const sealed = decodeOrder(order).targets;
  if (sealed.kind !== 'sealed') throw new Error('not sealed');
  const opened = deserialize(unseal(sealed.targets, key, fleetPlan().id));
  expect(opened).toEqual([{ ...settled, network: { proxy: network.proxy } }]);
});
