import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { parseFleetAddress } from '../../src/fleet/wire/fleet-address.ts';
import { connectFleet } from '../../src/fleet/wire/nats-connection.ts';
import { hasNats, startNats } from '../support/nats-server.ts';
import { tempFolder } from '../support/palaver.ts';

/** A connection as a user for whom the NATS server denies an operation on these subjects. */
async function without(operation: 'publish' | 'subscribe', subjects: string) {
  const config = join(tempFolder(), 'nats.conf');
  const user = `{ user: u, password: p, permissions: { ${operation}: { deny: ["${subjects}"] } } }`;
  writeFileSync(config, `authorization { users = [ ${user} ] }`);
  const { host } = new URL(await startNats(['-c', config]));
  const connection = await connectFleet(parseFleetAddress(`nats://u:p@${host}`, {}), 'test');
  onTestFinished(() => connection.close());
  return connection;
}

const refused = (what: string) => ({
  message: expect.stringContaining(`does not allow this user to ${what}`),
  exit: 'invalid',
});

it.skipIf(!hasNats)('a subject that the server does not let a user hear is refused', async () => {
  const connection = await without('subscribe', 'palaver.default.roll');
  const { roll, agent } = connection.subjects;
  await expect(connection.serve(roll, () => {})).rejects.toMatchObject(refused(`subscribe to ${roll}`));
  await expect(connection.listen(roll, () => {})).rejects.toMatchObject(refused(`subscribe to ${roll}`));
  await connection.serve(agent('a'), () => 'here');
  expect(await connection.request(agent('a'), {}, 5000)).toBe('here');
});

it.skipIf(!hasNats)('a request that the server does not pass on is refused, not without an answer', async () => {
  const connection = await without('publish', 'palaver.default.roll');
  const { roll } = connection.subjects;
  await expect(connection.request(roll, {}, 5000)).rejects.toMatchObject(refused(`publish to ${roll}`));
  await expect(connection.requestAll(roll, {}, 200)).rejects.toMatchObject(refused(`publish to ${roll}`));
});

it.skipIf(!hasNats)('a user who may not hear answers is refused', async () => {
  const connection = await without('subscribe', 'palaver.default.inbox.>');
  const { roll } = connection.subjects;
  await connection.serve(roll, () => 'here');
  const what = 'subscribe to palaver.default.inbox';
  await expect(connection.request(roll, {}, 5000)).rejects.toMatchObject(refused(what));
  await expect(connection.requestAll(roll, {}, 200)).rejects.toMatchObject(refused(what));
});
