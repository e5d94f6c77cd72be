import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sealRows, withoutRows, withSealedRows } from '../../src/fleet/sealed-rows.ts';
import type { Conversation, Feed, Scenario } from '../../src/scenario/scenario.ts';
import { conversationOf, sayStep } from '../support/drive-machine.ts';
import { refusal } from '../support/refusal.ts';
import { fleetPlan } from '../support/rehearsed-fleet.ts';
import { settledEndpoint } from '../support/settled-endpoint.ts';

const feed: Feed = {
  file: 'users.csv',
  order: 'unique',
  whenEmpty: 'stop',
  columns: ['user', 'token'],
  rows: [
    { user: 'ann', token: 'tok-of-ann' },
    { user: 'bob', token: 'tok-of-bob' },
  ],
};
const talk = (part: Partial<Conversation> = {}) => conversationOf('c', [sayStep()], part);
const scenarioWith = (secrets: readonly string[] | undefined): Scenario => ({
  ...fleetPlan().scenario,
  conversations: [talk({ feed }), talk(), talk({ feed })],
  secrets,
});
const plain = settledEndpoint('http://127.0.0.1:1/token-of-rows');
const withHeader = settledEndpoint('http://127.0.0.1:1/token-of-rows', { headers: { a: 'Bearer {{token}}' } });

describe('the rows of feeds with secrets', () => {
  it.each([
    ['named in secrets', scenarioWith(['token']), plain],
    ['used by a header', scenarioWith(undefined), withHeader],
  ])('(%s) are sealed, and complete again for who has the key', (_how, scenario, target) => {
    const key = randomBytes(32);
    const sealed = sealRows(scenario, [target], key, 'plv-run')!;
    expect(Buffer.from(sealed).includes('tok-of-')).toBe(false);
    const open = withoutRows(scenario);
    expect(JSON.stringify(open)).not.toContain('tok-of-');
    const again = withSealedRows(open, sealed, key, 'plv-run');
    expect(again).toEqual(scenario);
    expect(again.conversations[0]!.feed).toBe(again.conversations[2]!.feed);
    expect(refusal(() => withSealedRows(open, sealed, key, 'plv-another')).message).toContain('the fleet keys differ');
  });

  it('are never sent without a key', () => {
    const error = refusal(() => sealRows(scenarioWith(['token']), [plain], undefined, 'plv-run'));
    expect(error.message).toBe(
      'the column token of users.csv is a secret, which would be sent to the agents unencrypted',
    );
    expect(error.hint).toContain('--fleet-key-file');
  });

  it('without secrets stay in the plan', () => {
    expect(sealRows(scenarioWith(undefined), [plain], undefined, 'plv-run')).toBeUndefined();
  });
});
